import type { LinkBody } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { PeerLink } from './peer-link.ts'
import type { MediaPort } from './port.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const offer = (connectionId: string, toConnectionId: string | null): LinkBody => ({
  kind: 'description',
  type: 'offer',
  sdp: connectionId,
  connectionId,
  toConnectionId,
})

/** A connection that takes every offer and notes which, behind the boundary to the browser's media. */
function openLink() {
  const taken: string[] = []
  const said: LinkBody[] = []
  const peer = {
    signalingState: 'stable',
    connectionState: 'new',
    localDescription: { type: 'answer', sdp: 'answer' },
    setRemoteDescription: ({ sdp }: { sdp: string }) => Promise.resolve(void taken.push(sdp)),
    setLocalDescription: () => Promise.resolve(),
    getStats: () => Promise.resolve(new Map()),
    close: () => undefined,
  }
  const link = new PeerLink({
    remote: { participantId: id(1), deviceId: id(2), program: 'page' },
    polite: true,
    media: { createPeerConnection: () => peer } as unknown as MediaPort,
    servers: () => Promise.resolve({ iceServers: [], expiresAt: 0 }),
    send: (body) => void said.push(body),
    changed: () => undefined,
  })
  const hear = async (body: LinkBody): Promise<void> => {
    const before = said.length
    link.handleSignal(body)
    // An offer that is taken is answered.
    for (let turn = 0; turn < 20 && said.length === before; turn += 1) await Promise.resolve()
  }
  return { link, taken, said, hear }
}

test('[screen R6] words to a connection of before mean nothing, and a connection made anew is told from the one it follows', async () => {
  const { link, taken, said, hear } = openLink()
  await hear(offer(id(11), id(99)))
  expect(taken).toEqual([])
  await hear(offer(id(11), null))
  expect(taken).toEqual([id(11)])
  const [answer] = said
  if (answer?.kind !== 'description') throw new Error('an offer is answered by a description')
  expect(answer.toConnectionId).toBe(id(11))

  // The same one again, to us by name: its line restarts. Another one of theirs: ours has had its day.
  expect(link.isOutlivedBy(offer(id(11), answer.connectionId))).toBe(false)
  expect(link.isOutlivedBy(offer(id(12), null))).toBe(true)
  expect(link.isOutlivedBy(offer(id(12), id(99)))).toBe(false)
  await hear(offer(id(12), null))
  expect(taken).toEqual([id(11)])
  await hear(offer(id(11), answer.connectionId))
  expect(taken).toEqual([id(11), id(11)])
  link.close()
})

import { createHmac } from 'node:crypto'
import type { IceServers } from '@deskside/protocol'
import type { Clock } from '../platform/clock.ts'

/** How long TURN credentials live, in milliseconds: an hour at most (THREATS T1). */
const CREDENTIAL_LIFE_MS = 3_600_000

/**
 * STUN and TURN servers with credentials of one session, as coturn's shared-secret scheme has it (TURN REST API,
 * draft-uberti-behave-turn-rest-00): the user name is the end in seconds and the session, the password its HMAC-SHA1.
 */
export function createIceServers({
  urls,
  secret,
  clock,
}: {
  urls: readonly string[]
  secret: string | undefined
  clock: Clock
}): (sessionId: string) => IceServers {
  const stun = urls.filter((url) => url.startsWith('stun'))
  const turn = urls.filter((url) => url.startsWith('turn'))
  return (sessionId) => {
    const expiresAt = clock.now() + CREDENTIAL_LIFE_MS
    const iceServers: IceServers['iceServers'] = stun.length > 0 ? [{ urls: stun }] : []
    if (turn.length > 0 && secret) {
      const username = `${Math.floor(expiresAt / 1000)}:${sessionId}`
      iceServers.push({
        urls: turn,
        username,
        credential: createHmac('sha1', secret).update(username).digest('base64'),
      })
    }
    return { iceServers, expiresAt }
  }
}

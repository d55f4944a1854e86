import { foldStory } from '@deskside/protocol'
import type { StoryEvent } from '@deskside/protocol'
import type { LiveClient, SessionClient, SessionView } from '@deskside/realtime'
import { describe, expect, it, vi } from 'vitest'
import { watchLiveSessions } from './live-sessions.ts'
import { createCell } from './observable.ts'

const started = (name: string): StoryEvent => ({
  type: 'session.started',
  participantId: 'anna',
  userId: 'u',
  name,
  siteName: 'Help',
  supportManagerAllowed: true,
})

function session(sessionId: string) {
  let seq = 1
  const story = foldStory([{ seq, at: 1, by: 'anna', body: started('Anna') }])
  if (!story) throw new Error('The story has a beginning')
  const state = createCell({ story, outbox: [] } as unknown as SessionView)
  const client = { sessionId, participantId: 'anna', state } as unknown as SessionClient
  const happens = (body: StoryEvent, change: Partial<SessionView> = {}) => {
    seq += 1
    const next = foldStory([{ seq, at: seq, by: 'anna', body }], state.get().story)
    if (next) state.set({ ...state.get(), story: next, ...change })
  }
  return { client, happens }
}

function house(...sessions: SessionClient[]) {
  const known = new Map(sessions.map((each) => [each.sessionId, each]))
  const state = createCell({ sessionIds: [...known.keys()] })
  const list = () => state.set({ sessionIds: [...known.keys()] })
  const drop = vi.fn((id: string) => {
    known.delete(id)
    list()
  })
  const live = { state, session: (id: string) => known.get(id), drop } as unknown as LiveClient
  return { watched: watchLiveSessions(live), drop, known, list }
}
const ids = (list: readonly { readonly client: SessionClient }[]) => list.map(({ client }) => client.sessionId)

describe('all live sessions as one value', () => {
  it('tells of a change in any of them, and keeps the same list while nothing changes', () => {
    const [a, b] = [session('a'), session('b')]
    const { watched } = house(a.client, b.client)
    const listener = vi.fn()
    watched.subscribe(listener)
    const first = watched.get()
    expect(watched.get()).toBe(first)
    b.happens({ type: 'session.admitted', knockId: 'carla', name: 'Carla' })
    expect(listener).toHaveBeenCalledOnce()
    expect(watched.get()[0]).toBe(first[0])
    expect(watched.get()[1]).not.toBe(first[1])
  })

  it('takes in a session that comes later, and hears of it', () => {
    const [a, b] = [session('a'), session('b')]
    const { watched, known, list } = house(a.client)
    const listener = vi.fn()
    watched.subscribe(listener)
    known.set('b', b.client)
    list()
    expect(ids(watched.get())).toEqual(['a', 'b'])
    listener.mockClear()
    b.happens({ type: 'session.admitted', knockId: 'carla', name: 'Carla' })
    expect(listener).toHaveBeenCalledOnce()
  })

  it('[session R12] leaves out a session that ended, and lets go of it', async () => {
    const a = session('a')
    const { watched, drop } = house(a.client)
    watched.subscribe(() => {})
    a.happens({ type: 'session.ended', reason: 'ended' })
    expect(watched.get()).toEqual([])
    await vi.waitFor(() => expect(drop).toHaveBeenCalledWith('a'))
  })

  it('leaves out a session that I left while it goes on', () => {
    const a = session('a')
    const { watched } = house(a.client)
    watched.subscribe(() => {})
    a.happens({ type: 'session.joined', participantId: 'ben', userId: 'v', name: 'Ben' })
    a.happens({ type: 'session.left', participantId: 'anna', reason: 'left' })
    expect(watched.get()).toEqual([])
  })

  it('[chat R8] keeps an ended session in which something is unsent, for its page', async () => {
    const a = session('a')
    const { watched, drop } = house(a.client)
    watched.subscribe(() => {})
    const unsent = [{ commandId: 'c', to: { kind: 'everyone' }, text: 'x', error: null }] as SessionView['outbox']
    a.happens({ type: 'session.ended', reason: 'ended' }, { outbox: unsent })
    await Promise.resolve()
    expect(watched.get()).toEqual([])
    expect(drop).not.toHaveBeenCalled()
  })
})

import { presentParticipant } from '@deskside/protocol'
import type { LiveClient, Observable, SessionClient, SessionView } from '@deskside/realtime'
import { createCell } from './observable.ts'

export interface LiveSession {
  readonly client: SessionClient
  readonly view: SessionView
}

/** Whether I am in a session that goes on. */
export function isLive({ participantId, state }: Pick<SessionClient, 'participantId' | 'state'>): boolean {
  const { session } = state.get().story
  return session.life.is === 'live' && presentParticipant(session, participantId) !== undefined
}

/** All live sessions of mine with their states as one value. Listens only while somebody listens to it. */
export function watchLiveSessions(live: LiveClient): Observable<readonly LiveSession[]> {
  const cell = createCell(collect(live))
  let listeners = 0
  let stop = (): void => {}
  const update = (): void => cell.set(collect(live, cell.get()))

  function listen(): void {
    const subscriptions = new Map<string, () => void>()
    const follow = (): void => {
      const { sessionIds } = live.state.get()
      for (const [id, unsubscribe] of subscriptions) {
        if (sessionIds.includes(id)) continue
        unsubscribe()
        subscriptions.delete(id)
      }
      for (const id of sessionIds) {
        const client = live.session(id)
        if (client && !subscriptions.has(id)) subscriptions.set(id, client.state.subscribe(update))
      }
      update()
    }
    const unsubscribe = live.state.subscribe(follow)
    follow()
    stop = () => {
      unsubscribe()
      for (const each of subscriptions.values()) each()
    }
  }

  return {
    get() {
      if (listeners === 0) update()
      return cell.get()
    },
    subscribe(listener) {
      listeners += 1
      if (listeners === 1) listen()
      const unsubscribe = cell.subscribe(listener)
      return () => {
        unsubscribe()
        listeners -= 1
        if (listeners === 0) stop()
      }
    },
  }
}

/** The sessions now; the earlier list itself where nothing changed, so that nobody renders in vain. */
function collect(live: LiveClient, before: readonly LiveSession[] = []): readonly LiveSession[] {
  const now = live.state.get().sessionIds.flatMap((id) => {
    const client = live.session(id)
    if (!client || !isLive(client)) return []
    const view = client.state.get()
    const known = before.find((each) => each.client === client && each.view === view)
    return [known ?? { client, view }]
  })
  return now.length === before.length && now.every((each, index) => each === before[index]) ? before : now
}

import { presentParticipant } from '@deskside/protocol'
import type { LiveClient, Observable, SessionClient, SessionView } from '@deskside/realtime'
import { createCell } from './observable.ts'

export interface LiveSession {
  readonly client: SessionClient
  readonly view: SessionView
}

/** Whether I am in a session that goes on. */
function isLive({ participantId, state }: Pick<SessionClient, 'participantId' | 'state'>): boolean {
  const { session } = state.get().story
  return session.life.is === 'live' && presentParticipant(session, participantId) !== undefined
}

/**
 * All live sessions of mine with their states as one value. Listens only while somebody listens to it, and lets go of
 * sessions that are over for me: their pages are read anew from the server.
 */
export function watchLiveSessions(live: LiveClient): Observable<readonly LiveSession[]> {
  const cell = createCell(collect(live))
  let listeners = 0
  let stop = (): void => {}
  const update = (): void => {
    cell.set(collect(live, cell.get()))
    // Not while those are told who listen to the session itself.
    if (listeners > 0) queueMicrotask(() => putAway(live))
  }

  function listen(): void {
    const subscriptions = new Map<SessionClient, () => void>()
    const follow = (): void => {
      const clients = clientsOf(live)
      for (const [client, unsubscribe] of subscriptions) {
        if (clients.includes(client)) continue
        unsubscribe()
        subscriptions.delete(client)
      }
      for (const client of clients) {
        if (!subscriptions.has(client)) subscriptions.set(client, client.state.subscribe(update))
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

const clientsOf = (live: LiveClient): SessionClient[] =>
  live.state.get().sessionIds.flatMap((id) => live.session(id) ?? [])

function putAway(live: LiveClient): void {
  for (const client of clientsOf(live)) {
    // Something unsent is still its writer's to see, on the session's page.
    if (!isLive(client) && client.state.get().outbox.length === 0) live.drop(client.sessionId)
  }
}

/** The sessions now; the earlier list itself where nothing changed, so that nobody renders in vain. */
function collect(live: LiveClient, before: readonly LiveSession[] = []): readonly LiveSession[] {
  const now = clientsOf(live)
    .filter(isLive)
    .map((client) => {
      const view = client.state.get()
      return before.find((each) => each.client === client && each.view === view) ?? { client, view }
    })
  return now.length === before.length && now.every((each, index) => each === before[index]) ? before : now
}

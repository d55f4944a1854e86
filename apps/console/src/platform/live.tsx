import type { LiveClient, Observable, SessionClient } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { createContext, useContext, useMemo } from 'react'
import type { ReactNode } from 'react'
import { watchLiveSessions } from './live-sessions.ts'
import type { LiveSession } from './live-sessions.ts'
import { useNow } from './times.ts'

interface Live {
  readonly client: LiveClient
  readonly sessions: Observable<readonly LiveSession[]>
}
const LiveContext = createContext<Live | null>(null)

/** Gives the page's one live connection to everything below. */
export function LiveProvider({
  client,
  children,
}: {
  readonly client: LiveClient
  readonly children: ReactNode
}): ReactNode {
  const live = useMemo(() => ({ client, sessions: watchLiveSessions(client) }), [client])
  return <LiveContext value={live}>{children}</LiveContext>
}

function useLiveParts(): Live {
  const live = useContext(LiveContext)
  if (!live) throw new Error('There is no live connection above this component')
  return live
}

export function useLive(): LiveClient {
  return useLiveParts().client
}

/** All live sessions of mine, in order of start. */
export function useLiveSessions(): readonly LiveSession[] {
  return useObservable(useLiveParts().sessions)
}

/** The session with this id, as long as it goes on and I am in it. */
export function useSessionClient(sessionId: string): SessionClient | undefined {
  return useLiveSessions().find(({ client }) => client.sessionId === sessionId)?.client
}

/** The server's time, anew every second. */
export function useServerNow(): number {
  const { clockSkew } = useObservable(useLive().state)
  return useNow() + clockSkew
}

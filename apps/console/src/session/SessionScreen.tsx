import { useParams } from '@tanstack/react-router'
import { useSessionClient } from '../platform/live.tsx'
import { LiveDesk } from './LiveDesk.tsx'
import { SessionPage } from './lazy-pages.ts'

/** One address for a session's whole life: the live desk while it goes on with me in it, then its page. */
export function SessionScreen() {
  const { sessionId = '' } = useParams({ strict: false })
  const client = useSessionClient(sessionId)
  // By key: what one session had open, typed or chosen never shows in another.
  return client ? (
    <LiveDesk key={client.sessionId} client={client} />
  ) : (
    <SessionPage key={sessionId} sessionId={sessionId} />
  )
}

import type { Inbox } from '@deskside/protocol'
import { useObservable } from '@deskside/ui'
import { useLive } from '../platform/live.tsx'

/** What an agent has before them; null for whoever serves no queue, or while nothing is known. */
export function useInbox(): Inbox | null {
  const { inbox } = useObservable(useLive().inbox.state)
  return inbox && inbox.queues.length > 0 ? inbox : null
}

import { presentCustomer } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { useEffect, useRef } from 'react'
import { TimeLine } from './TimeLine.tsx'

/** Where a picture would be, for who watches: what happens, in words. */
export function WatchedStage({ client }: { readonly client: SessionClient }) {
  const { story, events } = useObservable(client.state)
  const { session } = story
  const customer = presentCustomer(session)?.name ?? 'The customer'
  const end = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Newer lines come at the end.
    if (events.length > 0) end.current?.scrollIntoView({ block: 'nearest' })
  }, [events.length])
  return (
    <div
      role="region"
      aria-label="What happens in this session"
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto p-4 -outline-offset-2 sm:p-6"
    >
      <div className="mx-auto max-w-3xl">
        <p className="mb-4 text-ink-soft wrap-anywhere">
          You see what happens and what is said to everyone. Pictures stay between the two for whom {customer} allowed
          them; to see the screen, barge in and ask {customer} yourself.
        </p>
        <div className="rounded-card border border-line bg-surface p-4">
          <TimeLine events={events} startedAt={session.startedAt} />
        </div>
        <div ref={end} />
      </div>
    </div>
  )
}

import type { StoredEvent, Story } from '@deskside/protocol'
import { Card } from '../platform/Page.tsx'
import { formatSpan } from '../platform/times.ts'
import { AnswerList } from './AnswerList.tsx'
import { cameFrom } from './came-from.ts'
import { customerOf } from './who.ts'

/** On a session's page: the queue that its customer came from, and what they answered there. */
export function QueueCard({ events, story }: { readonly events: readonly StoredEvent[]; readonly story: Story }) {
  const customer = customerOf(story.session)
  const came = customer && cameFrom(events, customer.id)
  if (!came?.queue) return null
  return (
    <Card title="From a queue">
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 pb-2 wrap-anywhere">
        <dt className="text-ink-soft">Queue</dt>
        <dd>
          <bdi>{came.queue.name}</bdi>
        </dd>
        <dt className="text-ink-soft">Waited</dt>
        <dd>{formatSpan(came.queue.waitedMs)}</dd>
        <dt className="text-ink-soft">Browser</dt>
        <dd>{came.browser || 'Unknown'}</dd>
        <dt className="text-ink-soft">Time zone</dt>
        <dd>{came.place || 'Unknown'}</dd>
      </dl>
      <AnswerList answers={came.queue.answers} />
    </Card>
  )
}

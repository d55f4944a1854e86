import { presentRepresentatives, presentWatchers } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Badge, formatClock, useObservable } from '@deskside/ui'
import { ChevronDown } from 'lucide-react'
import type { ReactNode } from 'react'
import { Permissions } from '../consent/index.ts'
import { formatSpan } from '../platform/times.ts'
import { AnswerList } from './AnswerList.tsx'
import { cameFrom } from './came-from.ts'
import { customerOf } from './who.ts'

/** The customer and the session in a few facts. Open at first; whoever wants more room for chat folds it. */
export function SessionFacts({ client }: { readonly client: SessionClient }) {
  const { story, events } = useObservable(client.state)
  const { session } = story
  const customer = customerOf(session)
  const helping = presentRepresentatives(session)
  const watchers = presentWatchers(session)
  const came = customer && cameFrom(events, customer.id)
  return (
    <details open className="group max-h-[45%] shrink-0 overflow-y-auto px-4 py-2">
      <summary className="flex min-h-8 list-none items-center justify-between gap-2 font-semibold [&::-webkit-details-marker]:hidden">
        Customer and session
        <ChevronDown aria-hidden="true" className="size-4.5 text-ink-soft transition-transform group-open:rotate-180" />
      </summary>
      <dl className={FACTS}>
        <Fact name="Customer">
          {customer ? <bdi>{customer.name}</bdi> : 'Not here yet'}
          {customer?.standing.is === 'left' ? (
            <>
              {' '}
              <Badge>left</Badge>
            </>
          ) : null}
        </Fact>
        {came?.queue ? (
          <>
            <Fact name="Queue">
              <bdi>{came.queue.name}</bdi>
            </Fact>
            <Fact name="Waited">{formatSpan(came.queue.waitedMs)}</Fact>
          </>
        ) : null}
      </dl>
      {/* What they came for, before what is seldom looked up. */}
      {came?.queue ? <AnswerList answers={came.queue.answers} /> : null}
      <dl className={FACTS}>
        {came ? (
          <>
            <Fact name="Browser">{came.browser || 'Unknown'}</Fact>
            <Fact name="Time zone">{came.place || 'Unknown'}</Fact>
          </>
        ) : null}
        {customer ? <Fact name="Came in">{formatClock(came?.at ?? session.startedAt)}</Fact> : null}
        <Fact name="Helping">
          {helping.map((person) => (
            <span key={person.id} className="me-2 inline-flex flex-wrap items-center gap-1">
              <bdi>{person.id === client.participantId ? 'You' : person.name}</bdi>
              {person.id === session.primaryId && helping.length > 1 ? (
                <Badge tone="accent">holds the session</Badge>
              ) : null}
              {person.standing.is === 'lost' ? <Badge tone="warn">connection lost</Badge> : null}
            </span>
          ))}
        </Fact>
        {watchers.length > 0 ? (
          <Fact name="Watching">
            {watchers.map((person) => (
              <span key={person.id} className="me-2">
                <bdi>{person.id === client.participantId ? 'You' : person.name}</bdi>
                {person.noticed ? '' : ' (the customer is not told)'}
              </span>
            ))}
          </Fact>
        ) : null}
        <Fact name="Allowed now">
          <Permissions story={story} me={client.participantId} />
        </Fact>
      </dl>
    </details>
  )
}

/** Both lists with the same columns, as one. */
const FACTS = 'grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-1 pb-1 text-sm wrap-anywhere'

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-ink-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

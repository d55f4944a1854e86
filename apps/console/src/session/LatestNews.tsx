import type { StoredEvent, StoryEvent } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { formatClock, useObservable } from '@deskside/ui'
import { useState } from 'react'
import { tellTimeLine } from './time-line.ts'

/** What a representative should notice without looking for it; `true` for what is read out at once. */
const NEWS: Readonly<Partial<Record<StoryEvent['type'], boolean>>> = {
  'session.knocked': false,
  'session.knock-ended': false,
  'session.admitted': false,
  'session.joined': false,
  'session.watched': false,
  'session.lost': true,
  'session.returned': false,
  'session.left': true,
  'session.primary-changed': false,
  'transfer.offered': false,
  'transfer.returned': true,
  'transfer.withdrawn': false,
  'consent.granted': true,
  'consent.declined': true,
  'consent.expired': true,
  'consent.revoked': true,
  'consent.everything-allowed': false,
  'consent.everything-ended': false,
}

/** The last thing that happened, at the foot of the stage, where it moves nothing; also for screen readers. */
export function LatestNews({ client }: { readonly client: SessionClient }) {
  const { events } = useObservable(client.state)
  // What happened before the page opened is no news.
  const [since] = useState(() => events.at(-1)?.seq ?? 0)
  const latest = latestOf(events, since)
  return (
    <div className="h-8 shrink-0 overflow-hidden border-t border-line bg-surface px-4 text-sm/8">
      <p role="status" aria-label="Latest news" className="truncate">
        {latest && !latest.urgent ? <Words {...latest} /> : null}
      </p>
      <p role="alert" className="truncate">
        {latest?.urgent ? <Words {...latest} /> : null}
      </p>
    </div>
  )
}

function Words({ words, at }: { readonly words: string; readonly at: number }) {
  return (
    <>
      <span className="text-ink-soft tabular-nums">{formatClock(at)}</span> <span title={words}>{words}</span>
    </>
  )
}

function latestOf(events: readonly StoredEvent[], since: number) {
  const event = events.findLast(({ seq, body }) => seq > since && NEWS[body.type] !== undefined)
  if (!event) return undefined
  const line = tellTimeLine(events).find(({ seq }) => seq === event.seq)
  return line ? { ...line, urgent: NEWS[event.body.type] === true } : undefined
}

// oxlint-disable jsx-a11y/control-has-associated-label -- takes cells for controls, and does not look deep enough for their text
import type { StoredEvent } from '@deskside/protocol'
import { Cpu, MessageSquare, Monitor, ShieldCheck, UserRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatClockWithSeconds, formatSpan } from '../platform/times.ts'
import { tellTimeLine } from './time-line.ts'
import type { LineKind } from './time-line.ts'

const ICON = 'size-4'
const ICONS: Readonly<Record<LineKind, ReactNode>> = {
  people: <UserRound className={ICON} />,
  consent: <ShieldCheck className={ICON} />,
  chat: <MessageSquare className={ICON} />,
  screen: <Monitor className={ICON} />,
  device: <Cpu className={ICON} />,
}

/** Everything that happened, in words, with the time of day and since the start. */
export function TimeLine({
  events,
  startedAt,
}: {
  readonly events: readonly StoredEvent[]
  readonly startedAt: number
}) {
  return (
    <table className="w-full text-sm">
      <thead className="sr-only">
        <tr>
          <th scope="col" className="max-sm:hidden">
            Time
          </th>
          <th scope="col">What happened</th>
          <th scope="col" className="max-sm:hidden">
            Since the start
          </th>
        </tr>
      </thead>
      <tbody>
        {tellTimeLine(events).map(({ seq, at, kind, words }) => (
          <tr key={seq} className="border-b border-line align-top last:border-0">
            <td className="py-1.5 pe-3 whitespace-nowrap text-ink-soft tabular-nums max-sm:hidden">
              <time dateTime={new Date(at).toISOString()}>{formatClockWithSeconds(at)}</time>
            </td>
            <td className="w-full py-1.5 pe-3">
              <span className="flex gap-2 wrap-anywhere">
                <span aria-hidden="true" className="mt-0.5 text-accent-ink">
                  {ICONS[kind]}
                </span>
                <span className="min-w-0">
                  <time dateTime={new Date(at).toISOString()} className="block text-ink-soft tabular-nums sm:hidden">
                    {formatClockWithSeconds(at)}
                  </time>
                  {words}
                </span>
              </span>
            </td>
            <td className="py-1.5 text-end whitespace-nowrap text-ink-soft tabular-nums max-sm:hidden">
              +{formatSpan(at - startedAt)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import type { SessionRow } from '@deskside/protocol'
import { Badge, Button, Notice, Spinner, formatDuration, formatMoment } from '@deskside/ui'
import { Link } from '@tanstack/react-router'
import { History } from 'lucide-react'
import { NothingHere, Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { sentenceOf } from '../platform/queries.ts'
import { useHistory } from './sessions.ts'

/** All sessions that I may read, newest first. */
export function HistoryPage() {
  usePageTitle('Sessions')
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useHistory()
  const rows = data?.pages.flatMap((page) => page.sessions) ?? []
  return (
    <Page title="Sessions" lead="Every session that you may read, newest first.">
      {error ? (
        <Notice tone="danger" role="alert">
          {sentenceOf(error)}
        </Notice>
      ) : null}
      {isPending ? (
        <p className="flex items-center gap-2">
          <Spinner /> Looking…
        </p>
      ) : null}
      {data && rows.length === 0 ? (
        <div className="rounded-card border border-line bg-surface">
          <NothingHere icon={<History className="size-7" />} title="No session yet">
            Start one in the{' '}
            <Link to="/console" className="text-accent-ink underline underline-offset-2">
              console
            </Link>
            . When it has ended, its time line, transcript and notes are here.
          </NothingHere>
        </div>
      ) : null}
      {rows.length > 0 ? <Rows rows={rows} /> : null}
      {hasNextPage ? (
        <Button className="self-center" busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Show older ones
        </Button>
      ) : null}
    </Page>
  )
}

const CELL = 'px-4 py-2.5'
/** Where there is no room for it, it stands below the customer's name. */
const WIDE = `${CELL} max-md:hidden`
const HEADS = [
  ['Customer', CELL],
  ['Representative', WIDE],
  ['Started', WIDE],
  ['Lasted', CELL],
] as const

function Rows({ rows }: { readonly rows: readonly SessionRow[] }) {
  return (
    <div
      className="overflow-x-auto rounded-card border border-line bg-surface shadow-card"
      role="region"
      aria-label="List of sessions"
      tabIndex={0}
    >
      <table className="w-full">
        <thead>
          <tr className="border-b border-line text-sm text-ink-soft">
            {HEADS.map(([head, cell]) => (
              <th key={head} scope="col" className={`${cell} text-start font-medium`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.sessionId} className="relative hover:bg-surface-hover">
              {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- the name stands in the link, too deep for the rule */}
              <th scope="row" className={`${CELL} text-start font-medium wrap-anywhere`}>
                <Link
                  to="/console/sessions/$sessionId"
                  params={{ sessionId: row.sessionId }}
                  className="text-accent-ink underline underline-offset-2 after:absolute after:inset-0"
                >
                  <bdi>{row.customerName ?? 'No customer came'}</bdi>
                  <span className="sr-only">, session of {formatMoment(row.startedAt)}</span>
                </Link>
                <span className="block text-sm font-normal text-ink-soft md:hidden">
                  <bdi>{row.representativeName}</bdi>, {formatMoment(row.startedAt)}
                </span>
              </th>
              <td className={`${WIDE} wrap-anywhere`}>
                <bdi>{row.representativeName}</bdi>
              </td>
              <td className={`${WIDE} whitespace-nowrap`}>{formatMoment(row.startedAt)}</td>
              <td className={`${CELL} md:whitespace-nowrap`}>
                {row.endedAt === null ? <Badge tone="good">Live</Badge> : formatDuration(row.endedAt - row.startedAt)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

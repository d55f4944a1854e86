import { cx } from '@deskside/ui'
import { Link, useLocation } from '@tanstack/react-router'

const REPORTS = [
  { to: '/reports', label: 'Queues', asksOfDays: true },
  { to: '/reports/agents', label: 'Agents', asksOfDays: true },
  { to: '/reports/staffing', label: 'Staffing', asksOfDays: true },
  { to: '/reports/surveys', label: 'Surveys', asksOfDays: false },
] as const

/** The way from one report to another, of the same days where both are asked alike. */
export function ReportNav() {
  const { searchStr } = useLocation()
  const search = Object.fromEntries(new URLSearchParams(searchStr))
  return (
    <nav aria-label="Reports" className="-mt-2 flex gap-1 overflow-x-auto border-b border-line print:hidden">
      {REPORTS.map(({ to, label, asksOfDays }) => (
        <Link
          key={to}
          to={to}
          search={(asksOfDays ? search : {}) as never}
          activeOptions={{ exact: true, includeSearch: false }}
          className={cx(
            'relative inline-flex min-h-10 items-center rounded-t-control px-4 font-medium text-ink-soft -outline-offset-2 hover:text-ink',
            'aria-[current=page]:text-accent-ink aria-[current=page]:after:absolute aria-[current=page]:after:inset-x-0 aria-[current=page]:after:bottom-0 aria-[current=page]:after:h-0.5 aria-[current=page]:after:bg-accent',
            'forced-colors:aria-[current=page]:after:bg-[Highlight]',
          )}
        >
          {label}
        </Link>
      ))}
    </nav>
  )
}

import { cx } from '@deskside/ui'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ReactNode } from 'react'

export interface Column<R> {
  readonly head: string
  /** What stands in a row. */
  readonly show: (row: R) => ReactNode
  /** By what rows are sorted; null goes last. */
  readonly by: (row: R) => string | number | null
}

interface FigureTableProps<R> {
  readonly label: string
  /** What a row is of stands in the first. */
  readonly columns: readonly [Column<R>, ...Column<R>[]]
  readonly rows: readonly R[]
  readonly keyOf: (row: R) => string
  /** What the last row says of all; none without it. */
  readonly total?: R | undefined
}

interface Sorting {
  readonly column: number
  readonly descending: boolean
}

const CELL = 'px-3 py-2 whitespace-nowrap'
/** What a row is of stays in sight where there is no room for all columns. */
const STAYS = 'z-1 sm:sticky sm:start-0 print:static'

/** Figures in rows: sorted by any column, the heads stay in sight, a row of totals below. */
export function FigureTable<R>({ label, columns, rows, keyOf, total }: FigureTableProps<R>) {
  const [sorting, setSorting] = useState<Sorting>()
  const sorted = useMemo(
    () => (sorting ? sort(rows, columns[sorting.column], sorting) : rows),
    [rows, columns, sorting],
  )
  const [first, ...rest] = columns
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-[36rem] overflow-auto rounded-card border border-line bg-surface shadow-card print:max-h-none print:overflow-visible print:shadow-none"
    >
      <table className="w-full border-separate border-spacing-0 tabular-nums">
        <thead>
          <tr>
            {columns.map((column, index) => (
              <Head
                key={column.head}
                head={column.head}
                isFirst={index === 0}
                sorted={sorting?.column === index ? sorting : undefined}
                onSort={() =>
                  // Names from A on, figures from the greatest on; the same head again turns it round.
                  setSorting((before) => ({
                    column: index,
                    descending: before?.column === index ? !before.descending : index > 0,
                  }))
                }
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row) => (
            <tr key={keyOf(row)} className="group hover:bg-surface-hover">
              <th
                scope="row"
                className={cx(
                  CELL,
                  STAYS,
                  'border-t border-line bg-surface text-start font-medium group-hover:bg-surface-hover',
                )}
              >
                {first.show(row)}
              </th>
              {rest.map((column) => (
                <td key={column.head} className={cx(CELL, 'border-t border-line text-end')}>
                  {column.show(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {total === undefined ? null : (
          <tfoot>
            <tr>
              <th scope="row" className={cx(CELL, FOOT, STAYS, 'text-start')}>
                {first.show(total)}
              </th>
              {rest.map((column) => (
                <td key={column.head} className={cx(CELL, FOOT, 'text-end')}>
                  {column.show(total)}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </div>
  )
}

const FOOT = 'sticky bottom-0 border-t-2 border-line-strong bg-surface-sunken font-semibold print:static'

interface HeadProps {
  readonly head: string
  readonly isFirst: boolean
  readonly sorted: Sorting | undefined
  readonly onSort: () => void
}

function Head({ head, isFirst, sorted, onSort }: HeadProps) {
  const Arrow = sorted?.descending ? ArrowDown : ArrowUp
  return (
    <th
      scope="col"
      aria-sort={sorted ? (sorted.descending ? 'descending' : 'ascending') : undefined}
      className={cx('sticky top-0 bg-surface p-0 align-bottom text-sm print:static', isFirst ? 'z-20 start-0' : 'z-10')}
    >
      <button
        type="button"
        onClick={onSort}
        className={cx(
          'flex w-full items-end gap-1 px-3 py-2 font-medium text-ink-soft -outline-offset-2 hover:text-ink',
          isFirst ? 'min-w-36 justify-start text-start' : 'min-w-26 justify-end text-end',
        )}
      >
        {head}
        <Arrow aria-hidden="true" className={cx('size-3.5 shrink-0', !sorted && 'invisible')} />
      </button>
    </th>
  )
}

function sort<R>(rows: readonly R[], column: Column<R> | undefined, { descending }: Sorting): readonly R[] {
  if (!column) return rows
  return rows.toSorted((a, b) => {
    const [left, right] = [column.by(a), column.by(b)]
    if (left === null || right === null) return (left === null ? 1 : 0) - (right === null ? 1 : 0)
    const order =
      typeof left === 'string' && typeof right === 'string' ? left.localeCompare(right) : Number(left) - Number(right)
    return descending ? -order : order
  })
}

// oxlint-disable jsx-a11y/control-has-associated-label -- takes cells for controls, and does not look deep enough for their text
import { cx } from '@deskside/ui'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { sortRows, turnSorting } from './sorting.ts'
import type { SortValue, Sorting } from './sorting.ts'

export interface Column<T, K extends string> {
  readonly key: K
  readonly head: string
  /** What the head says in full, where it is short. */
  readonly title?: string
  readonly cell: (row: T) => ReactNode
  /** Left out where there is nothing to sort by, as for buttons; the head is then for screen readers only. */
  readonly sortBy?: (row: T) => SortValue
  /** The largest first, when it is chosen. */
  readonly descendingFirst?: boolean
  readonly className?: string
}

interface SortableTableProps<T, K extends string> {
  readonly label: string
  readonly rows: readonly T[]
  readonly idOf: (row: T) => string
  /** The first is each row's heading. */
  readonly columns: readonly Column<T, K>[]
  readonly first: Sorting<K>
}

const CELL = 'py-2 pe-4 align-top'

/** A table that its reader sorts by a heading; rows keep their identity, and with it the focus, when they move. */
export function SortableTable<T, K extends string>({ label, rows, idOf, columns, first }: SortableTableProps<T, K>) {
  const [sorting, setSorting] = useState(first)
  const by = columns.find(({ key }) => key === sorting.by)?.sortBy
  const sorted = by ? sortRows(rows, by, sorting.descending) : rows
  return (
    <div className="overflow-x-auto" role="region" aria-label={label} tabIndex={0}>
      <table className="w-full text-start text-sm">
        <thead>
          <tr className="border-b border-line text-ink-soft">
            {columns.map((column) => (
              <Head key={column.key} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {sorted.map((row) => (
            <tr key={idOf(row)} className="hover:bg-surface-hover">
              {columns.map(({ key, cell, className }, index) =>
                index === 0 ? (
                  <th key={key} scope="row" className={cx(CELL, 'text-start font-medium wrap-anywhere', className)}>
                    {cell(row)}
                  </th>
                ) : (
                  <td key={key} className={cx(CELL, className)}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

interface HeadProps<T, K extends string> {
  readonly column: Column<T, K>
  readonly sorting: Sorting<K>
  readonly onSort: (sorting: Sorting<K>) => void
}

function Head<T, K extends string>({ column, sorting, onSort }: HeadProps<T, K>) {
  const { key, head, title, sortBy, descendingFirst = false, className } = column
  const cell = cx('pb-2 pe-4 text-start align-bottom font-medium', className)
  if (!sortBy)
    return (
      <th scope="col" className={cell}>
        <span className="sr-only">{head}</span>
      </th>
    )
  const sorted = sorting.by === key
  const Arrow = sorting.descending ? ArrowDown : ArrowUp
  return (
    <th scope="col" aria-sort={sorted ? (sorting.descending ? 'descending' : 'ascending') : 'none'} className={cell}>
      <button
        type="button"
        title={title}
        onClick={() => onSort(turnSorting(sorting, key, descendingFirst))}
        className="-mx-1.5 inline-flex min-h-7 items-center gap-1 rounded-control px-1.5 text-start hover:bg-surface-hover hover:text-ink"
      >
        {head}
        <Arrow aria-hidden="true" className={cx('size-3.5 shrink-0', !sorted && 'invisible')} />
      </button>
    </th>
  )
}

import { Notice, Spinner, cx } from '@deskside/ui'
import { ChartColumn } from 'lucide-react'
import type { ReactNode } from 'react'
import { NothingHere } from '../platform/Page.tsx'
import { sentenceOf } from '../platform/queries.ts'

interface FiguresProps<T> {
  readonly report: {
    readonly data: T | undefined
    readonly error: unknown
    readonly isPlaceholderData: boolean
  }
  readonly isEmpty: (data: T) => boolean
  /** What to do where there is nothing. */
  readonly nothing: ReactNode
  readonly children: (data: T) => ReactNode
}

/** A report's figures, or why there are none. */
export function Figures<T>({
  report: { data, error, isPlaceholderData },
  isEmpty,
  nothing,
  children,
}: FiguresProps<T>) {
  if (error) {
    return (
      <Notice tone="danger" role="alert">
        {sentenceOf(error)}
      </Notice>
    )
  }
  if (data === undefined) {
    return (
      <p role="status" className="flex items-center gap-2 text-ink-soft">
        <Spinner /> Counting…
      </p>
    )
  }
  if (isEmpty(data)) {
    return (
      <div className="rounded-card border border-line bg-surface">
        <NothingHere icon={<ChartColumn className="size-7" />} title="Nothing in these days">
          {nothing}
        </NothingHere>
      </div>
    )
  }
  return (
    <div aria-busy={isPlaceholderData} className={cx('flex flex-col gap-6', isPlaceholderData && 'opacity-60')}>
      {children(data)}
    </div>
  )
}

/** The most important figures in large. */
export function KeyFigures({
  of,
}: {
  readonly of: readonly (readonly [name: string, value: string, more?: string])[]
}) {
  return (
    <dl aria-label="In all" className="grid grid-cols-[repeat(auto-fit,minmax(8.5rem,1fr))] gap-3">
      {of.map(([name, value, more]) => (
        <div key={name} className="rounded-card border border-line bg-surface px-4 py-3 shadow-card print:shadow-none">
          <dt className="text-sm text-ink-soft">{name}</dt>
          <dd className="flex flex-wrap items-baseline gap-x-2 text-xl font-semibold tabular-nums">
            {value}
            {more ? <span className="text-sm font-normal text-ink-soft">{more}</span> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

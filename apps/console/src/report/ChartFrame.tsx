import { Suspense } from 'react'
import type { ReactNode } from 'react'

interface ChartFrameProps {
  readonly caption: string
  readonly children: ReactNode
}

/** A picture of what the table below says: for the eyes only, since a screen reader has the table. */
export function ChartFrame({ caption, children }: ChartFrameProps) {
  return (
    <figure className="rounded-card border border-line bg-surface p-4 shadow-card print:shadow-none">
      <figcaption className="mb-2 text-sm text-ink-soft">{caption}</figcaption>
      <div aria-hidden="true" className="h-72">
        <Suspense fallback={null}>{children}</Suspense>
      </div>
    </figure>
  )
}

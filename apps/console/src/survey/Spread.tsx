import { Fragment } from 'react'

/** How often each rating was given, best first: as a table in words and as bars. */
export function Spread({ spread }: { readonly spread: readonly number[] }) {
  const most = Math.max(1, ...spread)
  return (
    <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-4 gap-y-2">
      {spread
        .map((count, index) => ({ rating: index + 1, count }))
        .toReversed()
        .map(({ rating, count }) => (
          <Fragment key={rating}>
            <dt className="tabular-nums">{rating} of 5</dt>
            <dd aria-hidden="true" className="edge-in-forced-colors h-4 overflow-hidden rounded bg-surface-sunken">
              <div
                className="h-full rounded bg-accent forced-colors:bg-[CanvasText]"
                style={{ width: `${Math.round((count / most) * 100)}%` }}
              />
            </dd>
            <dd className="text-end font-medium tabular-nums">{count}</dd>
          </Fragment>
        ))}
    </dl>
  )
}

import { useEffect } from 'react'
import type { ReactNode } from 'react'

interface PageProps {
  readonly title: ReactNode
  readonly lead?: ReactNode
  /** Buttons beside the title. */
  readonly actions?: ReactNode
  /** For tables of many columns. */
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A page of text, lists and forms beside the rail. */
export function Page({ title, lead, actions, wide = false, children }: PageProps) {
  useEffect(() => {
    // The control that had the focus went with the page before: go on from the beginning of this one.
    if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true })
  }, [])
  return (
    <div className="min-h-0 flex-1 overflow-y-auto print:overflow-visible">
      <div
        className={`mx-auto flex flex-col gap-6 px-4 py-6 sm:px-8 sm:py-8 print:max-w-none print:p-0 ${wide ? 'max-w-7xl' : 'max-w-5xl'}`}
      >
        <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <h1 className="text-2xl font-semibold wrap-anywhere">{title}</h1>
            {lead ? <p className="mt-1 text-ink-soft wrap-anywhere">{lead}</p> : null}
          </div>
          {actions}
        </header>
        {children}
      </div>
    </div>
  )
}

/** A part of a page on its own ground. */
export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title} className="rounded-card border border-line bg-surface p-5 shadow-card">
      <h2 className="mb-3 text-lg font-semibold">{title}</h2>
      {children}
    </section>
  )
}

/** What a list says while it has nothing. */
export function NothingHere({
  icon,
  title,
  children,
}: {
  readonly icon: ReactNode
  readonly title: string
  readonly children: ReactNode
}) {
  return (
    <div className="flex min-w-0 flex-col items-center gap-2 px-6 py-12 text-center">
      <span
        aria-hidden="true"
        className="mb-2 grid size-14 place-items-center rounded-full bg-accent-soft text-accent-ink"
      >
        {icon}
      </span>
      <p className="line-clamp-3 max-w-full text-lg font-semibold text-balance wrap-anywhere">{title}</p>
      <div className="max-w-md text-ink-soft">{children}</div>
    </div>
  )
}

import type { ReactNode } from 'react'

interface HowCountedProps {
  /** A figure's name, and how it is counted. */
  readonly of: readonly (readonly [name: string, how: ReactNode])[]
}

/** How the figures of a report are counted, for whoever wants to know. */
export function HowCounted({ of }: HowCountedProps) {
  return (
    <details className="rounded-card border border-line bg-surface px-5 py-3 print:hidden">
      <summary className="py-1 font-medium">How is this counted?</summary>
      <dl className="mt-2 mb-2 grid gap-x-6 gap-y-3 sm:grid-cols-[max-content_1fr]">
        {of.map(([name, how]) => (
          <div key={name} className="contents">
            <dt className="font-medium">{name}</dt>
            <dd className="max-w-prose text-ink-soft max-sm:-mt-2">{how}</dd>
          </div>
        ))}
      </dl>
      <p className="mb-2 max-w-prose text-sm text-ink-soft">
        These are the definitions of contact centre practice (ICMI, “Call Center Management on Fast Forward”), the same
        as on the monitor.
      </p>
    </details>
  )
}

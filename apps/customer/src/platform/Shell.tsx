import type { ReactNode } from 'react'

interface ShellProps {
  readonly siteName: string
  /** At the end of the header, always in the same place: how to get out. */
  readonly leave?: ReactNode
  readonly wide?: boolean
  readonly children: ReactNode
}

/** The frame of every view: who helps here, at which address, and the way out. */
export function Shell({ siteName, leave, wide = false, children }: ShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex min-h-16 flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-surface px-4 py-2">
        <div className="min-w-0 flex-1">
          <p className="text-lg leading-tight font-semibold wrap-anywhere">{siteName}</p>
          <p className="text-sm text-ink-soft wrap-anywhere">{window.location.host}</p>
        </div>
        {leave}
      </header>
      <main className={`mx-auto flex w-full flex-1 flex-col gap-4 p-4 ${wide ? 'max-w-6xl' : 'max-w-md sm:pt-10'}`}>
        {children}
      </main>
    </div>
  )
}

import type { ReactNode } from 'react'
import { Mark } from './Mark.tsx'

interface EntryCardProps {
  readonly title: string
  readonly lead?: string
  readonly children: ReactNode
}

/** A page with one thing to do: signing in, setting up, saying that something is not there. */
export function EntryCard({ title, lead, children }: EntryCardProps) {
  return (
    <main className="grid min-h-dvh place-items-center bg-canvas p-4">
      <div className="w-full max-w-md">
        <p className="mb-6 flex items-center justify-center gap-2.5 text-lg font-semibold">
          <Mark className="size-8" />
          Deskside
        </p>
        <div className="rounded-card border border-line bg-surface p-6 shadow-card sm:p-8">
          <h1 className="text-2xl font-semibold">{title}</h1>
          {lead ? <p className="mt-1 mb-6 text-ink-soft wrap-anywhere">{lead}</p> : <div className="mb-6" />}
          {children}
        </div>
      </div>
    </main>
  )
}

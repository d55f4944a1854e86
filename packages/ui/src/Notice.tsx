import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from './Badge.tsx'
import { cx } from './class-names.ts'

const TONES: Record<Tone, string> = {
  neutral: 'bg-surface-sunken text-ink',
  accent: 'bg-accent-soft text-accent-ink',
  good: 'bg-good-soft text-good-ink',
  warn: 'bg-warn-soft text-warn-ink',
  danger: 'bg-danger-soft text-danger-ink',
}
const ICONS = { neutral: Info, accent: Info, good: CircleCheck, warn: TriangleAlert, danger: CircleAlert } as const

interface NoticeProps {
  readonly tone?: Tone
  /** `status` is read out when there is quiet, `alert` at once; without it nothing is read out. */
  readonly role?: 'status' | 'alert'
  readonly icon?: ReactNode
  /** Buttons at its end. */
  readonly actions?: ReactNode
  readonly className?: string
  readonly children: ReactNode
}

/** A sentence that stays in the page: a warning, a lost connection, something done. */
export function Notice({ tone = 'neutral', role, icon, actions, className, children }: NoticeProps) {
  const Icon = ICONS[tone]
  return (
    <div
      role={role}
      className={cx(
        'edge-in-forced-colors flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card px-4 py-3',
        TONES[tone],
        className,
      )}
    >
      <div className="flex min-w-0 flex-1 basis-48 items-start gap-3">
        <span aria-hidden="true" className="mt-0.5 shrink-0">
          {icon ?? <Icon className="size-5" />}
        </span>
        <div className="min-w-0 wrap-anywhere">{children}</div>
      </div>
      {actions}
    </div>
  )
}

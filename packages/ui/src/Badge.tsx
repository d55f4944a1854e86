import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'danger'

const TONES: Record<Tone, string> = {
  neutral: 'bg-surface-sunken text-ink-soft',
  accent: 'bg-accent-soft text-accent-ink',
  good: 'bg-good-soft text-good-ink',
  warn: 'bg-warn-soft text-warn-ink',
  danger: 'bg-danger-soft text-danger-ink',
}

interface BadgeProps {
  readonly tone?: Tone
  /** Filled with the accent: for counts that want to be seen. */
  readonly strong?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/** A short word or a count on a coloured ground; the words carry the meaning, the colour only helps. */
export function Badge({ tone = 'neutral', strong = false, className, children }: BadgeProps) {
  const colours = strong ? (tone === 'danger' ? 'bg-danger text-on-danger' : 'bg-accent text-on-accent') : TONES[tone]
  return (
    <span
      className={cx(
        'edge-in-forced-colors inline-flex min-w-5 items-center justify-center gap-1 rounded-full px-2 py-0.5 text-xs font-semibold tabular-nums whitespace-nowrap',
        colours,
        className,
      )}
    >
      {children}
    </span>
  )
}

import type { ReactNode } from 'react'
import type { Tone } from './Badge.tsx'
import { cx } from './class-names.ts'

// Differ in shape as well as in colour, for those who see no colours.
const SHAPES: Record<Tone, string> = {
  neutral: 'rounded-full border-2 border-dot-neutral',
  accent: 'rounded-full bg-accent',
  good: 'rounded-full bg-dot-good',
  warn: 'rounded-[1px] rotate-45 bg-dot-warn',
  danger: 'rounded-[1px] bg-dot-danger',
}

/** A small mark before the words that say the state. */
export function StatusDot({ tone = 'neutral', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden="true" className={cx('size-2.5 shrink-0 forced-color-adjust-none', SHAPES[tone])} />
      <span>{children}</span>
    </span>
  )
}

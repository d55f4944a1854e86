import type { ComponentProps, ReactNode } from 'react'
import { cx } from './class-names.ts'

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & { readonly label: ReactNode }

/** The system's own checkbox, in the accent colour, with a label that is easy to hit. */
export function Checkbox({ label, className, ...input }: CheckboxProps) {
  return (
    <label className={cx('flex min-h-8 items-start gap-3 py-1', className)}>
      <input type="checkbox" {...input} className="mt-0.5 size-5 shrink-0 accent-accent" />
      <span>{label}</span>
    </label>
  )
}

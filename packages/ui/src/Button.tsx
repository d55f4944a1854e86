import type { ComponentProps, MouseEvent, ReactNode } from 'react'
import { cx } from './class-names.ts'
import { Spinner } from './Spinner.tsx'

export type ButtonLook = 'primary' | 'secondary' | 'quiet' | 'danger' | 'danger-quiet'
export type ButtonSize = 'small' | 'medium' | 'large'

export type ButtonProps = ComponentProps<'button'> & {
  /** `primary` at most once in a view; `danger` for what ends something. */
  readonly look?: ButtonLook
  readonly size?: ButtonSize
  /** An icon before the text. */
  readonly icon?: ReactNode
  /** Work that the button began is running: it stays focusable and does nothing. */
  readonly busy?: boolean
}

const LOOKS: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent border-transparent not-aria-disabled:hover:bg-accent-hover',
  secondary: 'bg-surface text-ink border-line-strong not-aria-disabled:hover:bg-surface-hover',
  quiet:
    'bg-transparent text-ink border-transparent not-aria-disabled:hover:bg-surface-hover aria-pressed:bg-accent-soft aria-pressed:text-accent-ink',
  danger: 'bg-danger text-on-danger border-transparent not-aria-disabled:hover:bg-danger-hover',
  'danger-quiet': 'bg-surface text-danger-ink border-danger-ink/60 not-aria-disabled:hover:bg-danger-soft',
}

const SIZES: Record<ButtonSize, string> = {
  small: 'min-h-8 px-3 py-1 text-sm gap-1.5',
  medium: 'min-h-10 px-4 py-1.5 text-base gap-2',
  large: 'min-h-12 px-6 py-2 text-lg gap-2.5',
}

/**
 * A button. `aria-disabled` (also by `busy`) keeps it focusable, so that a keyboard or screen reader user is not
 * thrown out of their place; its click is swallowed.
 */
export function Button({
  look = 'secondary',
  size = 'medium',
  icon,
  busy = false,
  className,
  onClick,
  children,
  ...rest
}: ButtonProps) {
  const unavailable = busy || rest['aria-disabled'] === true || rest['aria-disabled'] === 'true'
  const click = (event: MouseEvent<HTMLButtonElement>) => {
    // Also keeps a form from being sent by a second Enter.
    if (unavailable) event.preventDefault()
    else onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      {...(unavailable ? { 'aria-disabled': true } : {})}
      {...(busy ? { 'aria-busy': true } : {})}
      onClick={click}
      className={cx(
        'inline-flex items-center justify-center rounded-control border font-medium text-center select-none transition-colors',
        'aria-disabled:opacity-60 disabled:opacity-60',
        LOOKS[look],
        SIZES[size],
        className,
      )}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  )
}

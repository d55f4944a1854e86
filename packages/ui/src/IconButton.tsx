import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import type { ButtonProps } from './Button.tsx'
import { Tooltip } from './Tooltip.tsx'
import { cx } from './class-names.ts'

type IconButtonProps = Omit<ButtonProps, 'icon' | 'children' | 'aria-label'> & {
  /** The accessible name, also shown as a tooltip. */
  readonly label: string
  readonly icon: ReactNode
  /** A mark in the corner, for instance a Badge; hidden from screen readers: say it in `label` where it matters. */
  readonly mark?: ReactNode
}

const SQUARES = { small: 'size-8', medium: 'size-10', large: 'size-12' } as const

/** A square button with an icon, its name as a tooltip. */
export function IconButton({
  label,
  icon,
  mark,
  look = 'quiet',
  size = 'medium',
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <Button
        {...rest}
        look={look}
        size={size}
        aria-label={label}
        className={cx('relative p-0! shrink-0', SQUARES[size], className)}
      >
        <span aria-hidden="true" className="contents">
          {icon}
        </span>
        {mark ? (
          <span aria-hidden="true" className="absolute -top-1 -end-1">
            {mark}
          </span>
        ) : null}
      </Button>
    </Tooltip>
  )
}

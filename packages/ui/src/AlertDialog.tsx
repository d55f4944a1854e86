import { AlertDialog as Base } from '@base-ui/react/alert-dialog'
import type { ReactElement, ReactNode, RefObject } from 'react'
import { BACKDROP, FOOTER, POPUP, TITLE, VIEWPORT, WIDTHS } from './dialog-look.ts'
import { cx } from './class-names.ts'

interface AlertDialogProps {
  readonly open?: boolean
  /**
   * Told when the person wants it closed, by Escape or a button in `AlertDialogClose`. Leave it out, with `open` set, for a
   * question that only its own buttons answer.
   */
  readonly onOpenChange?: (open: boolean) => void
  readonly trigger?: ReactElement
  /** The accessible name. */
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly children?: ReactNode
  readonly footer?: ReactNode
  readonly width?: keyof typeof WIDTHS
  /** What gets the focus; else the first control. Give the safe one. */
  readonly initialFocus?: RefObject<HTMLElement | null>
}

/** A question that must be answered before the page goes on; a click outside does not close it. */
export function AlertDialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  children,
  footer,
  width = 'medium',
  initialFocus,
}: AlertDialogProps) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} /> : null}
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Viewport className={VIEWPORT}>
          <Base.Popup className={cx(POPUP, WIDTHS[width])} {...(initialFocus ? { initialFocus } : {})}>
            <Base.Title className={TITLE}>{title}</Base.Title>
            {description ? (
              // A div, so that it may hold a list.
              <Base.Description render={<div />} className="text-ink-soft">
                {description}
              </Base.Description>
            ) : null}
            {children}
            {footer ? <div className={FOOTER}>{footer}</div> : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/** Makes a button in an alert dialog close it. */
export function AlertDialogClose({ children }: { readonly children: ReactElement }) {
  return <Base.Close render={children as ReactElement<Record<string, unknown>>} />
}

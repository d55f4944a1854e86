import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactElement, ReactNode, RefObject } from 'react'
import { BACKDROP, FOOTER, POPUP, STAYING_FOOTER, TITLE, VIEWPORT, WIDTHS } from './dialog-look.ts'
import { IconButton } from './IconButton.tsx'
import { cx } from './class-names.ts'

interface DialogProps {
  readonly open?: boolean
  readonly onOpenChange?: (open: boolean) => void
  /** A control that opens it, where it is not opened by `open`. */
  readonly trigger?: ReactElement
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly children?: ReactNode
  /** Buttons, the main one last. Wrap one in `DialogClose` to close. */
  readonly footer?: ReactNode
  readonly width?: keyof typeof WIDTHS
  /** For a long dialog: its buttons stay in sight while the rest scrolls. */
  readonly footerStays?: boolean
  readonly initialFocus?: RefObject<HTMLElement | null>
}

/** A dialog above the page: focus stays in it, Escape and its cross close it, focus returns to where it was. */
export function Dialog({
  open,
  onOpenChange,
  trigger,
  title,
  description,
  children,
  footer,
  width = 'medium',
  footerStays = false,
  initialFocus,
}: DialogProps) {
  return (
    <Base.Root {...(open === undefined ? {} : { open })} onOpenChange={(next) => onOpenChange?.(next)}>
      {trigger ? <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} /> : null}
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Viewport className={VIEWPORT}>
          <Base.Popup className={cx(POPUP, WIDTHS[width])} {...(initialFocus ? { initialFocus } : {})}>
            <div className="flex items-start justify-between gap-4">
              <Base.Title className={TITLE}>{title}</Base.Title>
              <Base.Close render={<IconButton label="Close" icon={<X className="size-5" />} size="small" />} />
            </div>
            {description ? <Base.Description className="text-ink-soft">{description}</Base.Description> : null}
            {children}
            {footer ? <div className={cx(FOOTER, footerStays && STAYING_FOOTER)}>{footer}</div> : null}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  )
}

/** Makes a button in a dialog close it. */
export function DialogClose({ children }: { readonly children: ReactElement }) {
  return <Base.Close render={children as ReactElement<Record<string, unknown>>} />
}

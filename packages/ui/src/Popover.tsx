import { Popover as Base } from '@base-ui/react/popover'
import type { ReactElement, ReactNode } from 'react'

interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly title: ReactNode
  readonly align?: 'start' | 'center' | 'end'
  readonly children: ReactNode
}

/** A few sentences or controls beside a button; Escape and a click elsewhere close it. */
export function Popover({ trigger, title, align = 'start', children }: PopoverProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={8} className="z-50">
          <Base.Popup className="floats-in flex w-80 max-w-[calc(100vw-1rem)] flex-col gap-2 rounded-card border border-line bg-surface p-4 text-ink shadow-float">
            <Base.Title className="font-semibold">{title}</Base.Title>
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

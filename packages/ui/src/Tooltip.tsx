import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'

/** Around a group of tooltips: the second one shows at once. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Base.Provider delay={500} closeDelay={0}>
      {children}
    </Base.Provider>
  )
}

interface TooltipProps {
  readonly text: ReactNode
  readonly side?: 'top' | 'bottom' | 'left' | 'right' | 'inline-start' | 'inline-end'
  /** The one control that it explains. It needs its own accessible name: a tooltip is for the eye. */
  readonly children: ReactElement
}

export function Tooltip({ text, side = 'top', children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="floats-in edge-in-forced-colors max-w-72 rounded-control bg-ink px-2.5 py-1.5 text-sm text-canvas shadow-float">
            {text}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

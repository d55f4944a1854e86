import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './class-names.ts'

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement
  readonly align?: 'start' | 'center' | 'end'
  readonly side?: 'top' | 'bottom' | 'inline-start' | 'inline-end'
  /** Told when it opens, so that what is in it can be fetched. */
  readonly onOpen?: () => void
  readonly children: ReactNode
}

/** A menu that a button opens; arrows, Home, End and typing move in it. */
export function Menu({ trigger, align = 'end', side = 'bottom', onOpen, children }: MenuProps) {
  return (
    <Base.Root onOpenChange={(open) => open && onOpen?.()}>
      <Base.Trigger render={trigger as ReactElement<Record<string, unknown>>} />
      <Base.Portal>
        <Base.Positioner align={align} side={side} sideOffset={6} className="z-50 outline-none">
          <Base.Popup className="floats-in min-w-48 rounded-card border border-line bg-surface p-1.5 text-ink shadow-float outline-none">
            {children}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

const ITEM =
  'flex min-h-9 items-center gap-2.5 rounded-control px-3 py-1.5 select-none outline-none data-highlighted:bg-surface-hover data-highlighted:outline-2 data-highlighted:-outline-offset-2 data-highlighted:outline-focus data-disabled:opacity-60'

interface MenuItemProps {
  readonly icon?: ReactNode
  readonly onClick?: () => void
  readonly disabled?: boolean
  readonly danger?: boolean
  readonly children: ReactNode
}
export function MenuItem({ icon, onClick, disabled = false, danger = false, children }: MenuItemProps) {
  return (
    <Base.Item className={cx(ITEM, danger && 'text-danger-ink')} disabled={disabled} onClick={() => onClick?.()}>
      {icon ? <span aria-hidden="true">{icon}</span> : null}
      {children}
    </Base.Item>
  )
}

export function MenuSeparator() {
  return <Base.Separator className="my-1.5 h-px bg-line" />
}

interface MenuChoiceProps<V extends string> {
  readonly label: string
  readonly value: V
  readonly onChange: (value: V) => void
  readonly options: readonly { readonly value: V; readonly label: ReactNode }[]
}
/** A group in a menu of which one is chosen, for instance the theme. */
export function MenuChoice<V extends string>({ label, value, onChange, options }: MenuChoiceProps<V>) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-3 py-1 text-sm text-ink-soft">{label}</Base.GroupLabel>
      <Base.RadioGroup value={value} onValueChange={(next) => onChange(next as V)}>
        {options.map((option) => (
          <Base.RadioItem key={option.value} value={option.value} closeOnClick className={ITEM}>
            <span aria-hidden="true" className="size-4">
              <Base.RadioItemIndicator>
                <Check className="size-4" />
              </Base.RadioItemIndicator>
            </span>
            {option.label}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  )
}

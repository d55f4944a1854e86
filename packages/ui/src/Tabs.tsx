import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { cx } from './class-names.ts'

interface TabsProps<V extends string> {
  readonly value?: V
  readonly defaultValue?: V
  readonly onChange?: (value: V) => void
  readonly className?: string
  readonly children: ReactNode
}

/** Tabs around a `TabList` and one `TabPanel` for each `Tab`. */
export function Tabs<V extends string>({ value, defaultValue, onChange, className, children }: TabsProps<V>) {
  const held = value === undefined ? {} : { value }
  return (
    <Base.Root
      {...held}
      {...(defaultValue === undefined ? {} : { defaultValue })}
      onValueChange={(next) => onChange?.(next as V)}
      className={cx('flex min-h-0 flex-col', className)}
    >
      {children}
    </Base.Root>
  )
}

export function TabList({
  label,
  className,
  children,
}: {
  readonly label: string
  readonly className?: string
  readonly children: ReactNode
}) {
  return (
    <Base.List
      aria-label={label}
      className={cx('flex gap-1 overflow-x-auto border-b border-line [scrollbar-width:none]', className)}
    >
      {children}
    </Base.List>
  )
}

interface TabProps {
  readonly value: string
  readonly children: ReactNode
  /** An unread count or the like, after the name; not part of the name. */
  readonly mark?: ReactNode
}
export function Tab({ value, children, mark }: TabProps) {
  return (
    <Base.Tab
      value={value}
      className="relative inline-flex min-h-10 shrink-0 items-center gap-2 rounded-t-control px-4 max-sm:px-3 font-medium text-ink-soft whitespace-nowrap -outline-offset-2 hover:text-ink data-active:text-accent-ink data-active:after:absolute data-active:after:inset-x-0 data-active:after:bottom-0 data-active:after:h-0.5 data-active:after:bg-accent forced-colors:data-active:after:bg-[Highlight]"
    >
      {children}
      {mark ? <span aria-hidden="true">{mark}</span> : null}
    </Base.Tab>
  )
}

interface TabPanelProps {
  readonly value: string
  /** Keep it in the page while another is shown, so that nothing in it is lost. */
  readonly keepMounted?: boolean
  readonly className?: string
  readonly children: ReactNode
}
export function TabPanel({ value, keepMounted = false, className, children }: TabPanelProps) {
  return (
    <Base.Panel
      value={value}
      keepMounted={keepMounted}
      className={cx('min-h-0 flex-1', className)}
      // It would stay beside the new one until an end of an animation that there is not.
      render={(props, { hidden, transitionStatus }) => (
        <div {...props} hidden={hidden || transitionStatus === 'ending'} />
      )}
    >
      {children}
    </Base.Panel>
  )
}

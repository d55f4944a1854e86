import { Checkbox, Dialog, useObservable } from '@deskside/ui'
import { Fragment, useRef } from 'react'
import { changeSettings, settings } from './platform/settings.ts'
import { SHORTCUTS } from './platform/shortcuts.ts'

interface ShortcutsSheetProps {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** What the single keys do, and the switch that turns them off. */
export function ShortcutsSheet({ open, onOpenChange }: ShortcutsSheetProps) {
  const { shortcuts } = useObservable(settings)
  const onOff = useRef<HTMLInputElement>(null)
  return (
    <Dialog
      initialFocus={onOff}
      open={open}
      onOpenChange={onOpenChange}
      title="Keyboard shortcuts"
      description="None of them acts while you type."
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-5 gap-y-2.5">
        {Object.entries(SHORTCUTS).map(([key, words]) => (
          <Fragment key={key}>
            <dt>
              <kbd className="inline-grid size-8 place-items-center rounded-control border border-line-strong bg-surface-sunken font-mono">
                {key.toUpperCase()}
              </kbd>
            </dt>
            <dd>{words}</dd>
          </Fragment>
        ))}
      </dl>
      <Checkbox
        ref={onOff}
        label="Single-key shortcuts are on"
        checked={shortcuts}
        onChange={(event) => changeSettings({ shortcuts: event.target.checked })}
      />
    </Dialog>
  )
}

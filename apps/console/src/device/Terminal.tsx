import { FitAddon } from '@xterm/addon-fit'
import { Terminal as XTerm } from '@xterm/xterm'
import '@xterm/xterm/css/xterm.css'
import { useEffect, useRef } from 'react'
import type { DeviceDesk } from './device-desk.ts'

type Line = Pick<DeviceDesk, 'attachTerminal' | 'type' | 'resize'>

/** A terminal for the customer's command line, as wide as there is room, readable to a screen reader. */
export function Terminal({ desk }: { readonly desk: Line }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const terminal = new XTerm({ screenReaderMode: true, cursorBlink: false, fontSize: 14, scrollback: 5_000 })
    const fit = new FitAddon()
    terminal.loadAddon(fit)
    // A keyboard has to find its way out again (WCAG 2.1.2); forwards, Tab is for the command line.
    terminal.attachCustomKeyEventHandler((event) => !(event.key === 'Tab' && event.shiftKey))
    terminal.open(element)
    const typed = terminal.onData((text) => desk.type(text))
    const resized = terminal.onResize(({ cols, rows }) => desk.resize(cols, rows))
    const room = new ResizeObserver(() => fit.fit())
    room.observe(element)
    const detach = desk.attachTerminal((text) => terminal.write(text))
    terminal.focus()
    return () => {
      detach()
      room.disconnect()
      typed.dispose()
      resized.dispose()
      terminal.dispose()
    }
  }, [desk])
  return (
    <>
      <p className="text-sm text-ink-soft">Shift + Tab leads out of the command line.</p>
      <div
        ref={place}
        role="group"
        aria-label="Remote shell"
        dir="ltr"
        className="h-80 overflow-hidden rounded-control bg-black p-2"
      />
    </>
  )
}

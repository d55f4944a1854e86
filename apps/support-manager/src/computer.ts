import type { ClipboardPort } from './clipboard/clipboard-port.ts'
import { openX11Clipboard } from './clipboard/x11-clipboard.ts'
import type { InputPort } from './control/input-port.ts'
import { openX11Input } from './control/x11-input.ts'
import { DENIED_WINDOWS } from './screen/deny-list.ts'
import type { ScreenPort } from './screen/screen-port.ts'
import { openX11Screen } from './screen/x11-screen.ts'
import { openX11 } from './platform/x11.ts'

/** The computer that the program runs on, as something to look at, to drive and to copy from. */
export interface Computer {
  readonly screen: ScreenPort
  readonly input: InputPort
  readonly clipboard: ClipboardPort
  /** Which processes' windows are the program's own. */
  hide(ownPids: readonly number[]): void
  /** Lets go of everything, and gives back what it changed for typing. */
  close(): Promise<void>
}

/** Opens this computer's desktop. `denied` are windows to hide beside those that always are. */
export async function openComputer(denied: readonly string[]): Promise<Computer> {
  const screen = await openX11Screen()
  const [forInput, forClipboard] = [await openX11(), await openX11()]
  const input = await openX11Input(forInput)
  const clipboard = await openX11Clipboard(forClipboard)
  const hide = (ownPids: readonly number[]): void =>
    screen.setHidden({ ownPids: new Set(ownPids), denied: [...DENIED_WINDOWS, ...denied] })
  hide([process.pid])
  return {
    screen,
    input,
    clipboard,
    hide,
    async close() {
      await input.close()
      clipboard.close()
      screen.close()
      forInput.close()
      forClipboard.close()
    },
  }
}

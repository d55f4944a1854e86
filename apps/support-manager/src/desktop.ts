import type { ClipboardPort } from './clipboard/clipboard-port.ts'
import type { InputPort } from './control/input-port.ts'
import type { ScreenPort } from './screen/screen-port.ts'

/** A system's desktop: what is seen of it, what drives it, and what is copied on it. */
export interface Desktop {
  readonly screen: ScreenPort
  readonly input: InputPort
  readonly clipboard: ClipboardPort
  /**
   * Ctrl+Alt+End anywhere on the desktop, where the system lets a program have such a key (THREATS C10); gives what lets go of
   * it. Elsewhere it is never told, and Stop is in the panel alone.
   */
  onStopKey(pressed: () => void): Promise<() => void>
  /** Told when the desktop is gone, where that can happen before the program is. */
  onLost(listener: () => void): void
  /** Lets go of everything, and gives back what it changed for typing. */
  close(): Promise<void>
}

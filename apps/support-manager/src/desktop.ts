import type { ClipboardPort } from './clipboard/clipboard-port.ts'
import type { InputPort } from './control/input-port.ts'
import type { StopKey } from './panel/stop-key.ts'
import type { ScreenPort } from './screen/screen-port.ts'

/** A system's desktop: what is seen of it, what drives it, and what is copied on it. */
export interface Desktop {
  readonly screen: ScreenPort
  readonly input: InputPort
  readonly clipboard: ClipboardPort
  /**
   * Holds Ctrl+Alt+End for the whole desktop (THREATS C10). Where the system lets no program have such a key that is
   * said, and it works in the panel alone.
   */
  holdStopKey(pressed: () => void): Promise<StopKey>
  /** Told when the desktop is gone, where that can happen before the program is. */
  onLost(listener: () => void): void
  /** Lets go of everything, and gives back what it changed for typing. */
  close(): Promise<void>
}

import { openX11Clipboard } from './clipboard/x11-clipboard.ts'
import type { Desktop } from './desktop.ts'
import { openX11Input } from './control/x11-input.ts'
import { holdStopKey } from './panel/stop-key.ts'
import { openX11 } from './platform/x11.ts'
import { openX11Screen } from './screen/x11-screen.ts'

/** The desktop of an X11 display, with a key that stops everything. */
export async function openX11Desktop(): Promise<Desktop> {
  const screen = await openX11Screen()
  const [forInput, forClipboard, forStopKey] = [await openX11(), await openX11(), await openX11()]
  const input = await openX11Input(forInput)
  const clipboard = await openX11Clipboard(forClipboard)
  return {
    screen,
    input,
    clipboard,
    holdStopKey: (pressed) => holdStopKey(forStopKey, pressed),
    onLost: (listener) => void forStopKey.onLost(listener),
    async close() {
      await input.close()
      clipboard.close()
      screen.close()
      for (const connection of [forInput, forClipboard, forStopKey]) connection.close()
    },
  }
}

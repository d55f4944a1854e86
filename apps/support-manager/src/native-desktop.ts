import { openNativeClipboard } from './clipboard/native-clipboard.ts'
import type { Desktop } from './desktop.ts'
import { openLibnutInput } from './control/libnut-input.ts'
import { openPolledScreen } from './screen/polled-screen.ts'

/** The desktop of Windows or macOS, by libraries. They hold no key for the whole desktop: Stop is in the panel. */
export async function openNativeDesktop(): Promise<Desktop> {
  const screen = await openPolledScreen()
  const input = await openLibnutInput(() => screen.scale)
  const clipboard = await openNativeClipboard()
  return {
    screen,
    input,
    clipboard,
    holdStopKey: async () => ({ held: false, never: true, close: () => undefined }),
    // With its desktop these systems end the program, too.
    onLost: () => undefined,
    async close() {
      await input.close()
      clipboard.close()
      screen.close()
    },
  }
}

import { displayName } from './config.ts'
import type { Desktop } from './desktop.ts'
import { DENIED_WINDOWS } from './screen/deny-list.ts'

/** The computer that the program runs on, as something to look at, to drive and to copy from. */
export interface Computer extends Desktop {
  /** Which processes' windows are the program's own. */
  hide(ownPids: readonly number[]): void
}

/** Opens this computer's desktop. `denied` are windows to hide beside those that always are. @throws a sentence for people. */
export async function openComputer(denied: readonly string[]): Promise<Computer> {
  const desktop = await openDesktop()
  const hide = (ownPids: readonly number[]): void =>
    desktop.screen.setHidden({ ownPids: new Set(ownPids), denied: [...DENIED_WINDOWS, ...denied] })
  hide([process.pid])
  return { ...desktop, hide }
}

/** Each system's parts are loaded on that system only: the others' native parts are not in its program. */
async function openDesktop(): Promise<Desktop> {
  if (process.platform === 'linux') {
    if (displayName() === undefined)
      throw new Error(
        'It needs an X11 display, and there is none. A desktop on Wayland is not supported, unless it runs Xwayland and shows X11 programs only: sign in with the X11 (Xorg) variant of your desktop.',
      )
    const { openX11Desktop } = await import('./x11-desktop.ts')
    return openX11Desktop()
  }
  if (process.platform === 'win32' || process.platform === 'darwin') {
    const { openNativeDesktop } = await import('./native-desktop.ts')
    return openNativeDesktop()
  }
  throw new Error(`Deskside has no Support Manager for this system (${process.platform}).`)
}

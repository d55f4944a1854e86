import { openInBrowser } from './window-browser.ts'
import type { OpenWindow, Panel, PanelWindow } from './window-port.ts'
import { openWebView } from './window-webview.ts'

/** `auto` tries them in this order; `none` prints the panel's address. */
export type WindowKind = 'auto' | 'webview' | 'browser' | 'none'

const OPENERS: Readonly<Record<WindowKind, readonly OpenWindow[]>> = {
  auto: [openWebView, openInBrowser, printAddress],
  webview: [openWebView, printAddress],
  browser: [openInBrowser, printAddress],
  none: [printAddress],
}

/** Shows the panel in the first kind of window that can be had. */
export async function openPanelWindow(
  panel: Panel,
  { title, kind = 'auto' }: { readonly title: string; readonly kind?: WindowKind },
): Promise<PanelWindow> {
  for (const open of OPENERS[kind]) {
    const window = await open(panel, title)
    if (window) return window
  }
  throw new Error('The panel can be shown nowhere.')
}

/** The last resort: the person opens it themselves. The address is said on standard output, for this computer's user alone. */
async function printAddress(panel: Panel): Promise<PanelWindow> {
  process.stdout.write(`Open this address on this computer: ${panel.newAddress()}\n`)
  const { promise, resolve } = Promise.withResolvers<void>()
  return { closed: promise, pids: [], raise: () => undefined, close: resolve }
}

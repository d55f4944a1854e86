import { readSync } from 'node:fs'
import koffi from 'koffi'
import type { WindowOrder } from './window-webview.ts'
import { webKitLibraries } from './window-webkit.ts'
import type { WebKit } from './window-webkit.ts'

/** What the window's process says by its exit code when it has no window. */
const NO_WINDOW = 41
/** GLib's conditions of a file (GIOCondition): something to read, an error, the other end gone. */
const READABLE = 1 | 8 | 16
/** WebKitGTK's WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION; 1 is a new window, 2 an answer. */
const NAVIGATION = 0

/**
 * The process of a window that shows the panel by the system's GTK 3 and WebKitGTK. GTK's own loop runs it, and calls back:
 * nothing is polled. It ends with its window, and with the program that started it.
 */
export function runWindowChild(): void {
  const lines = readLines()
  const order = JSON.parse(lines().next ?? '{}') as WindowOrder
  const webkit = webKitLibraries()
  if (!webkit?.gtk.init(null, null)) process.exit(NO_WINDOW)
  const { gtk, glib } = webkit
  const window = openWindow(webkit, order)
  const onInput = (): boolean => {
    const { next, over } = lines()
    if (next === 'raise') {
      gtk.deiconify(window)
      gtk.present(window)
    }
    if (over) process.exit(0)
    return true
  }
  glib.onReadable(0, READABLE, koffi.register(onInput, koffi.pointer(glib.OnReadable)), null)
  gtk.main()
}

function openWindow({ gtk, glib, view }: WebKit, { address, title }: WindowOrder): unknown {
  glib.setProgramName('deskside-support-manager')
  const window = gtk.newWindow(0)
  gtk.setTitle(window, title)
  gtk.setDefaultSize(window, 380, 560)
  gtk.setKeepAbove(window, true)
  gtk.setIconName(window, 'help-browser')
  // Nothing of the panel is kept in the file system (THREATS C13).
  const page = view.withContext(view.ephemeralContext())
  gtk.add(window, page)
  const on = (source: unknown, signal: string, callback: unknown): void =>
    void glib.connect(source, signal, callback, null, null, 0)
  on(
    window,
    'destroy',
    koffi.register(() => process.exit(0), koffi.pointer(glib.OnSignal)),
  )
  on(
    page,
    'web-process-terminated',
    koffi.register(() => process.exit(NO_WINDOW), koffi.pointer(glib.OnSignal)),
  )
  on(
    page,
    'notify::title',
    koffi.register(() => gtk.setTitle(window, view.title(page) || title), koffi.pointer(glib.OnSignal)),
  )
  const origin = new URL(address).origin
  const decide = (_page: unknown, decision: unknown, kind: number): boolean => {
    const inside =
      kind === NAVIGATION ? isInside(view.addressOf(view.requestOf(view.actionOf(decision))), origin) : kind > 1
    if (!inside) view.ignore(decision)
    return !inside
  }
  on(page, 'decide-policy', koffi.register(decide, koffi.pointer(glib.OnDecision)))
  view.load(page, address)
  gtk.showAll(window)
  return window
}

/** The window shows the panel and nothing else of the world. */
function isInside(address: string | null, origin: string): boolean {
  return address !== null && URL.parse(address)?.origin === origin
}

/** Reads standard input as it comes, without Node's loop, which stands still while GTK's runs. */
function readLines(): () => { readonly next: string | undefined; readonly over: boolean } {
  let kept = ''
  const piece = Buffer.alloc(4096)
  return () => {
    const read = readSync(0, piece)
    kept += piece.toString('utf8', 0, read)
    const end = kept.indexOf('\n')
    if (end < 0) return { next: undefined, over: read === 0 }
    const next = kept.slice(0, end)
    kept = kept.slice(end + 1)
    return { next, over: read === 0 }
  }
}

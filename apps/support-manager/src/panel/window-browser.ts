import { spawn } from 'node:child_process'
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Panel, PanelWindow } from './window-port.ts'
import { windowOf } from './window-process.ts'

const ON_LINUX = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'microsoft-edge-stable',
  'brave-browser',
  'vivaldi',
]
const ON_WINDOWS = ['Microsoft\\Edge\\Application\\msedge.exe', 'Google\\Chrome\\Application\\chrome.exe']
const ON_MACOS = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'Chromium.app/Contents/MacOS/Chromium',
  'Brave Browser.app/Contents/MacOS/Brave Browser',
]

/** A small window of a browser of the Chromium family, with a profile of its own; else a page in the person's own browser. */
export async function openInBrowser(panel: Panel): Promise<PanelWindow | undefined> {
  return (await openAppWindow(panel)) ?? (await openDefaultBrowser(panel))
}

async function openAppWindow(panel: Panel): Promise<PanelWindow | undefined> {
  const browser = browsers().find(canRun)
  if (browser === undefined) return undefined
  const lead = leadingPage(panel.newAddress())
  const args = [
    `--app=${lead.address}`,
    `--user-data-dir=${join(lead.folder, 'profile')}`,
    '--window-size=380,560',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-sync',
    // The browser refuses root otherwise. Nobody but a test should give a person root's desktop.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ]
  const child = spawn(browser, args, { stdio: 'ignore' })
  const window = await windowOf({ child, panel, raise: () => undefined, tidy: lead.remove })
  if (!window) lead.remove()
  return window
}

/** Whether it came up is known; when it is closed is not. */
async function openDefaultBrowser(panel: Panel): Promise<PanelWindow | undefined> {
  const lead = leadingPage(panel.newAddress())
  const [command = '', ...args] =
    process.platform === 'win32'
      ? ['rundll32.exe', 'url.dll,FileProtocolHandler']
      : [process.platform === 'darwin' ? 'open' : 'xdg-open']
  const child = spawn(command, [...args, lead.address], { stdio: 'ignore' })
  const started = await new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
  const shown = started && (await windowOf({ child, panel, raise: () => undefined })) !== undefined
  lead.remove()
  if (!shown && !panel.attended()) return undefined
  const { promise, resolve } = Promise.withResolvers<void>()
  return { closed: promise, pids: [], raise: () => undefined, close: resolve }
}

/**
 * A page that leads to the panel. The panel's address has its key and must not be an argument, which every user of the
 * computer can read; this page can be read by its owner alone.
 */
function leadingPage(address: string): {
  readonly address: string
  readonly folder: string
  readonly remove: () => void
} {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-panel-'))
  const page = join(folder, 'support-manager.html')
  const html = `<!doctype html><meta charset="utf-8"><title>Support Manager</title><meta http-equiv="refresh" content="0;url=${address}">`
  writeFileSync(page, html, { mode: 0o600 })
  // A browser may still write into its profile while it ends.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  return { address: pathToFileURL(page).href, folder, remove }
}

function browsers(): readonly string[] {
  const { env, platform } = process
  if (platform === 'darwin') return ON_MACOS.map((app) => join('/Applications', app))
  if (platform !== 'win32') {
    const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder.startsWith('/'))
    return ON_LINUX.flatMap((name) => folders.map((folder) => join(folder, name)))
  }
  const roots = [env['ProgramFiles(x86)'], env['ProgramFiles'], env['LOCALAPPDATA']].filter(
    (root) => root !== undefined,
  )
  return ON_WINDOWS.flatMap((name) => roots.map((root) => join(root, name)))
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

import { spawn } from 'node:child_process'
import { ownCommand } from '../platform/own-command.ts'
import type { Panel, PanelWindow } from './window-port.ts'
import { windowOf } from './window-process.ts'

/** What the window's process reads first, as one line of JSON on standard input. Then it reads lines: `raise`. */
export interface WindowOrder {
  /** With the panel's key: that is why it is no argument, which every user of the computer could read. */
  readonly address: string
  readonly title: string
}

/**
 * Only on X11 can a window stay above others; and WebKitGTK's way by the graphics card's buffers leaves windows white with
 * some drivers.
 */
const FOR_GTK = { GDK_BACKEND: 'x11', WEBKIT_DISABLE_DMABUF_RENDERER: '1' } as const

/** The system's own web view, in this same program started once more. */
export async function openWebView(panel: Panel, title: string): Promise<PanelWindow | undefined> {
  // Windows' and macOS' own web views are not used yet: there a browser shows the panel.
  const { env, platform } = process
  if (platform !== 'linux' || !env['DISPLAY']) return undefined
  const [command, ...args] = ownCommand('--internal=window')
  const child = spawn(command, args, { env: { ...env, ...FOR_GTK }, stdio: ['pipe', 'ignore', 'ignore'] })
  // Its end is told by its exit; a line that comes too late is for nobody.
  child.stdin.on('error', () => undefined)
  const order: WindowOrder = { address: panel.newAddress(), title }
  child.stdin.write(`${JSON.stringify(order)}\n`)
  return windowOf({ child, panel, raise: () => void child.stdin.write('raise\n') })
}

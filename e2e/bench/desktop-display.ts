import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { openX11 } from '../../apps/support-manager/src/platform/x11.ts'
import type { X11 } from '../../apps/support-manager/src/platform/x11.ts'
import type { Region } from './desktop-page.ts'

export interface Size {
  readonly width: number
  readonly height: number
}

/** Four bytes a pixel, blue first, rows from the top. */
export interface Pixels extends Size {
  readonly data: Buffer
}

const Z_PIXMAP = 2
const ALL_PLANES = 0xffff_ffff
const INPUT_ONLY = 2
const VIEWABLE = 2

/** A real X display for a benchmark, with what was started on it. */
export class BenchDisplay {
  /** For instance ":5". */
  readonly name: string
  readonly size: Size
  /** The display's own program. */
  readonly pid: number
  readonly #home: string
  readonly #children: ChildProcess[]

  private constructor(name: string, options: { size: Size; server: ChildProcess; home: string }) {
    this.name = name
    this.size = options.size
    this.pid = options.server.pid ?? 0
    this.#home = options.home
    this.#children = [options.server]
  }

  /** Starts Xvfb, or another X server that takes `-displayfd` (the number comes on file descriptor 3), with openbox. */
  static async open(size: Size, server = xvfb(size)): Promise<BenchDisplay> {
    const [program = '', ...args] = server
    const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
    const number = await lineOf(child, child.stdio[3] as Readable)
    const home = mkdtempSync(join(tmpdir(), 'deskside-bench-'))
    const display = new BenchDisplay(`:${number}`, { size, server: child, home })
    // One background for all: another X server's own is a pattern that presses differently.
    await display.finish('xsetroot', ['-solid', '#3b5470'])
    display.start('openbox', ['--sm-disable'])
    return display
  }

  get env(): NodeJS.ProcessEnv {
    return { ...process.env, DISPLAY: this.name, HOME: this.#home, XDG_CONFIG_HOME: this.#home, LANG: 'C.UTF-8' }
  }

  /** Starts a program on the display that ends with it at the latest. */
  start(program: string, args: readonly string[] = [], stdio: 'ignore' | 'ipc' = 'ignore'): ChildProcess {
    const channels = stdio === 'ipc' ? (['ignore', 'inherit', 'inherit', 'ipc'] as const) : ('ignore' as const)
    const child = spawn(program, [...args], { env: this.env, stdio: channels as 'ignore' })
    this.#children.push(child)
    return child
  }

  async finish(program: string, args: readonly string[]): Promise<void> {
    const child = spawn(program, [...args], { env: this.env, stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`${program} ended with ${code}.`)
  }

  /** What is on the display now, by the X server's own word; without the pointer. */
  async pixels(): Promise<Pixels> {
    const x = await openX11(this.name)
    const { width, height } = this.size
    const parts: Buffer[] = []
    // Bands, so that no answer is longer than any X server sends.
    for (let top = 0; top < height; top += 120) {
      const rows = Math.min(120, height - top)
      const { data } = await x.ask<{ data: Buffer }>((reply) =>
        x.client.GetImage(Z_PIXMAP, x.root, 0, top, width, rows, ALL_PLANES, reply),
      )
      parts.push(data.subarray(0, width * rows * 4))
    }
    x.close()
    return { width, height, data: Buffer.concat(parts) }
  }

  /** Where the frame and label around what is shared cover the desktop: what is below them is seen by nobody. */
  async marks(): Promise<readonly Region[]> {
    const x = await openX11(this.name)
    const { children } = await x.ask<{ children: readonly number[] }>((reply) => x.client.QueryTree(x.root, reply))
    const windows = await Promise.all(children.map((window) => shownWindow(x, window)))
    const shown = windows.filter((found) => found !== undefined)
    const framing = new Set(shown.filter(({ area }) => isStrip(area, this.size)).map(({ connection }) => connection))
    x.close()
    return shown.filter(({ connection }) => framing.has(connection)).map(({ area }) => area)
  }

  /** Puts the pointer where it covers nothing that is compared. */
  async parkPointer(): Promise<void> {
    await this.finish('xdotool', ['mousemove', String(this.size.width - 1), String(this.size.height - 1)])
  }

  async close(): Promise<void> {
    for (const child of this.#children.toReversed()) await ended(child)
    rmSync(this.#home, { recursive: true, force: true })
  }
}

/** As long as a side of the desktop, and thin. */
const isStrip = ({ width, height }: Region, desktop: Size): boolean => height <= 8 && width === desktop.width

async function shownWindow(
  x: X11,
  window: number,
): Promise<{ readonly area: Region; readonly connection: number } | undefined> {
  const { klass, mapState } = await x.ask<{ klass: number; mapState: number }>((reply) =>
    x.client.GetWindowAttributes(window, reply),
  )
  if (klass === INPUT_ONLY || mapState !== VIEWABLE) return undefined
  const place = await x.ask<{ xPos: number; yPos: number; width: number; height: number }>((reply) =>
    x.client.GetGeometry(window, reply),
  )
  const area = { x: place.xPos, y: place.yPos, width: place.width, height: place.height }
  return { area, connection: x.connectionOf(window) }
}

const xvfb = ({ width, height }: Size): readonly string[] => [
  'Xvfb',
  ...['-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-nolisten', 'tcp', '-noreset'],
]

/** Ends a program and waits until it is gone. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 3_000)
  await gone
  clearTimeout(late)
}

async function lineOf(child: ChildProcess, pipe: Readable): Promise<string> {
  const failed = once(child, 'exit').then(() => Promise.reject(new Error('The X server ended before it was ready.')))
  failed.catch(() => undefined)
  const line = once(pipe, 'data') as Promise<[Buffer]>
  return Promise.race([line.then(([text]) => text.toString().trim()), failed])
}

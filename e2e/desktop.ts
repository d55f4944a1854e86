import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A window whose colour a test may change while it is shown. */
export interface PaintedWindow {
  paint(colour: string): Promise<void>
}

/** A terminal that keeps every byte that is typed into it. */
export interface Terminal {
  /** The middle of its window, in the desktop's pixels. */
  readonly at: { readonly x: number; readonly y: number }
  /** All that was typed so far; Enter comes as \r. */
  text(): string
}

/** A window that writes down what mouse and keyboard do to it. */
export interface EventLog {
  readonly area: Area
  /** What happened since the last `clear`, in order: "press 1 at 12,34" in the desktop's pixels, "release 1 at 12,34". */
  buttons(): readonly string[]
  /** Where the pointer moved to, "12,34" each. */
  moves(): readonly string[]
  /**
   * What keys did since the last `clear` while it had the focus, by their names in X: "press Escape", "release Escape".
   * Without keys that mean nothing: one of those ends the display's own repeating.
   */
  keys(): readonly string[]
  clear(): void
}

/** Where a window's content lies, in the desktop's pixels. */
export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A real X desktop of its own: Xvfb with a window manager, windows of a known colour, and what the tests need to know of them. */
export class Desktop {
  readonly display: string
  readonly #processes: ChildProcess[]

  private constructor(display: string, processes: ChildProcess[]) {
    this.display = display
    this.#processes = processes
  }

  static async open(size = '1280x800'): Promise<Desktop> {
    // -displayfd lets X itself find a free number: two tests never take the same one.
    const x = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    })
    const number = await new Promise<string>((resolve, reject) => {
      x.once('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)))
      x.stdio[3]?.once('data', (text: Buffer) => resolve(text.toString().trim()))
    })
    const desktop = new Desktop(`:${number}`, [x])
    desktop.#run('openbox', [])
    await desktop.#waitFor(['xprop', '-root', '_NET_SUPPORTING_WM_CHECK'], /window id/)
    return desktop
  }

  /** Paints the background, where no window covers it. */
  async paint(colour: string): Promise<void> {
    await this.#finish('xsetroot', ['-solid', colour])
  }

  /** Opens a terminal window of one colour, above all others; resolves when it is on the screen. */
  async window(title: string, colour: string, geometry = '50x14+700+420'): Promise<PaintedWindow> {
    // The terminal paints itself in each colour that it reads (xterm's control sequence OSC 11). It holds the pipe open
    // for both ways, so that it never reads an end.
    const pipe = join(mkdtempSync(join(tmpdir(), 'deskside-window-')), 'colours')
    await this.#finish('mkfifo', [pipe])
    const look = ['-T', title, '-bg', colour, '-fg', colour, '-cr', colour, '-bw', '0', '-geometry', geometry]
    const read = `exec 3<>"$0"; while read -r c <&3; do printf '\\033]11;%s\\007\\033]10;%s\\007\\033]12;%s\\007' "$c" "$c" "$c"; done`
    this.#run('xterm', [...look, '-e', 'bash', '-c', read, pipe])
    await this.#waitFor(['xwininfo', '-name', title], /IsViewable/)
    return {
      paint: async (next) => void (await this.#finish('bash', ['-c', 'printf "%s\\n" "$1" > "$0"', pipe, next])),
    }
  }

  /** Opens a terminal that keeps what is typed into it; resolves when it is on the screen and listens. */
  async terminal(title: string, geometry = '60x16+120+120'): Promise<Terminal> {
    const kept = join(mkdtempSync(join(tmpdir(), 'deskside-typed-')), 'bytes')
    const keep = 'stty raw -echo; : > "$0"; exec cat >> "$0"'
    this.#run('xterm', ['-u8', '-T', title, '-geometry', geometry, '-e', 'bash', '-c', keep, kept])
    const area = await this.areaOf(title)
    for (const until = Date.now() + 15_000; !existsSync(kept);)
      if (Date.now() > until) throw new Error(`The terminal ${title} never listened.`)
      else await this.#finish('true', [])
    return {
      at: { x: area.x + Math.floor(area.width / 2), y: area.y + Math.floor(area.height / 2) },
      text: () => readFileSync(kept, 'utf8'),
    }
  }

  /** Opens a window that writes down what mouse and keyboard do to it, above all others. */
  async eventLog(title: string, geometry: string): Promise<EventLog> {
    const watched = ['-event', 'button', '-event', 'mouse', '-event', 'keyboard']
    const xev = this.start('stdbuf', ['-oL', 'xev', '-name', title, '-geometry', geometry, ...watched])
    let said = ''
    let from = 0
    xev.stdout?.on('data', (text: Buffer) => (said += text.toString()))
    const area = await this.areaOf(title)
    return {
      area,
      buttons: () =>
        [...said.slice(from).matchAll(/Button(Press|Release) event.*\n.*root:\((-?\d+,-?\d+)\),\n.*button (\d+)/g)].map(
          ([, what = '', place = '', button = '']) => `${what.toLowerCase()} ${button} at ${place}`,
        ),
      moves: () =>
        [...said.slice(from).matchAll(/MotionNotify event.*\n.*root:\((-?\d+,-?\d+)\)/g)].map(
          ([, place = '']) => place,
        ),
      keys: () =>
        [...said.slice(from).matchAll(/Key(Press|Release) event.*\n.*\n.*keysym \w+, (?!NoSymbol)(\w+)\)/g)].map(
          ([, what = '', key = '']) => `${what.toLowerCase()} ${key}`,
        ),
      clear: () => void (from = said.length),
    }
  }

  /** Where the content of the window with this title lies; waits until it is shown. */
  async areaOf(title: string): Promise<Area> {
    const about = await this.#waitFor(['xwininfo', '-name', title], /IsViewable/)
    const number = (name: string): number => Number(new RegExp(`${name}:\\s+(-?\\d+)`).exec(about)?.[1])
    return {
      x: number('Absolute upper-left X'),
      y: number('Absolute upper-left Y'),
      width: number('Width'),
      height: number('Height'),
    }
  }

  /** Starts a program on this desktop, which ends with it at the latest. */
  start(program: string, args: readonly string[] = []): ChildProcess {
    const child = spawn(program, args, { env: this.#env, stdio: ['pipe', 'pipe', 'ignore'] })
    this.#processes.push(child)
    return child
  }

  /** Runs a program on this desktop to its end. @returns what it printed. */
  async does(program: string, ...args: readonly string[]): Promise<string> {
    return (await this.#finish(program, args)).output
  }

  /** Presses keys in the window that has the focus, as a hand would. */
  async keys(...names: readonly string[]): Promise<void> {
    await this.#finish('xdotool', ['key', ...names])
  }

  /** Waits for a window by a part of its title. @returns its id. */
  async windowId(title: string): Promise<string> {
    const answer = await this.#waitFor(['xdotool', 'search', '--onlyvisible', '--name', title], /^\d+/)
    return answer.split('\n')[0] ?? ''
  }

  /** Clicks at a place of a window. */
  async click(windowId: string, x: number, y: number): Promise<void> {
    await this.#finish('xdotool', ['mousemove', '--window', windowId, String(x), String(y), 'click', '1'])
  }

  async close(): Promise<void> {
    for (const process of this.#processes.reverse()) {
      if (process.exitCode !== null || process.signalCode !== null) continue
      const gone = new Promise((resolve) => process.once('exit', resolve))
      process.kill('SIGTERM')
      await gone
    }
  }

  get #env(): NodeJS.ProcessEnv {
    return { ...process.env, DISPLAY: this.display, LANG: 'C.UTF-8' }
  }

  #run(program: string, args: readonly string[]): void {
    this.#processes.push(spawn(program, args, { env: this.#env, stdio: 'ignore' }))
  }

  #finish(program: string, args: readonly string[]): Promise<{ code: number | null; output: string }> {
    return new Promise((resolve, reject) => {
      const child = spawn(program, args, { env: this.#env, stdio: ['ignore', 'pipe', 'ignore'] })
      let output = ''
      child.stdout.on('data', (text: Buffer) => (output += text.toString()))
      child.on('error', reject)
      child.on('exit', (code) => resolve({ code, output }))
    })
  }

  async #waitFor([program = '', ...args]: readonly string[], pattern: RegExp): Promise<string> {
    for (const until = Date.now() + 15_000; Date.now() < until;) {
      const { output } = await this.#finish(program, args)
      if (pattern.test(output)) return output
    }
    throw new Error(`${program} ${args.join(' ')} never said ${pattern}`)
  }
}

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'

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

  /** Opens a terminal window of one colour; resolves when it is on the screen. */
  async window(title: string, colour: string, geometry = '50x14+700+420'): Promise<void> {
    this.#run('xterm', [
      '-T',
      title,
      '-bg',
      colour,
      '-fg',
      colour,
      '-cr',
      colour,
      '-bw',
      '0',
      '-geometry',
      geometry,
      '-e',
      'sleep',
      '600',
    ])
    await this.#waitFor(['xwininfo', '-name', title], /IsViewable/)
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
    return { ...process.env, DISPLAY: this.display }
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

  async #waitFor([program = '', ...args]: readonly string[], pattern: RegExp): Promise<void> {
    for (const until = Date.now() + 15_000; Date.now() < until;) {
      const { output } = await this.#finish(program, args)
      if (pattern.test(output)) return
    }
    throw new Error(`${program} ${args.join(' ')} never said ${pattern}`)
  }
}

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { openX11, type X11 } from '../platform/x11.ts'

/** A real X display for one test file: Xvfb on a number that it chose itself, and what was started on it. */
export interface TestDisplay {
  /** For instance ":5". */
  readonly name: string
  /** Starts a program on the display; it ends with the display at the latest. Its output is thrown away. */
  start(program: string, args?: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess
  /** Runs a program to its end and gives what it printed; rejects where it fails. */
  run(program: string, args?: readonly string[]): Promise<string>
  /** Starts openbox and waits until it manages windows. */
  manage(): Promise<void>
  /** Ends one program that `start` started, and waits until it is gone. */
  end(child: ChildProcess): Promise<void>
  /** Ends everything by the ids it started. */
  close(): Promise<void>
}

/** Starts Xvfb with one screen, such as "1280x720", and answers when it takes connections. */
export async function openTestDisplay(size = '1280x720', args: readonly string[] = []): Promise<TestDisplay> {
  const home = await mkdtemp(join(tmpdir(), 'deskside-display-'))
  const server = spawn(
    '/usr/bin/Xvfb',
    ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset', ...args],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  )
  const name = `:${await firstLine(server)}`
  const children = new Set<ChildProcess>()
  // A home of its own: the person's own settings must not change what a test sees.
  const base = { ...process.env, DISPLAY: name, HOME: home, XDG_CONFIG_HOME: home, XAUTHORITY: join(home, 'none') }

  const start: TestDisplay['start'] = (program, programArgs = [], env = {}) => {
    const child = spawn(program, [...programArgs], { env: { ...base, ...env }, stdio: 'ignore' })
    children.add(child)
    child.on('error', () => children.delete(child))
    child.on('exit', () => children.delete(child))
    return child
  }
  return {
    name,
    start,
    run: (program, programArgs = []) => output(spawn(program, [...programArgs], { env: base }), program),
    async manage() {
      const x = await openX11(name)
      const managed = managerAppears(x)
      start('/usr/bin/openbox', ['--sm-disable'])
      await managed
      x.close()
    },
    end,
    async close() {
      await Promise.all([...children].map(end))
      await end(server)
      await rm(home, { recursive: true, force: true })
    },
  }
}

/** Waits until something holds; looks again every 20 ms. */
export async function until<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = performance.now() + 20_000
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false) return found
    if (performance.now() > end) throw new Error(`This did not happen within 20 s: ${what}.`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGTERM')
  const late = setTimeout(() => child.kill('SIGKILL'), 3000)
  await gone
  clearTimeout(late)
}

async function firstLine(server: ChildProcess): Promise<string> {
  const pipe = server.stdio[3] as Readable
  let text = ''
  const failed = once(server, 'exit').then(() => {
    throw new Error('Xvfb ended before it said its number.')
  })
  const line = (async () => {
    for await (const part of pipe) {
      text += String(part)
      if (text.includes('\n')) return text.trim()
    }
    throw new Error('Xvfb said no number.')
  })()
  failed.catch(() => undefined)
  return Promise.race([line, failed])
}

async function output(child: ChildProcess, program: string): Promise<string> {
  let text = ''
  let complaint = ''
  child.stdout?.on('data', (part: Buffer) => (text += part.toString()))
  child.stderr?.on('data', (part: Buffer) => (complaint += part.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaint}`)
  return text
}

/** A window manager says that it is there by this property of the root window (EWMH). */
async function managerAppears(x: X11): Promise<void> {
  const atom = await x.atom('_NET_SUPPORTING_WM_CHECK')
  const told = new Promise<void>((resolve) => {
    x.onEvent((event) => {
      if (event.name === 'PropertyNotify' && event.wid === x.root && event.atom === atom) resolve()
    })
  })
  x.listen(x.root, 0x40_0000)
  if ((await x.property(x.root, atom)) === undefined) await told
}

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PASSWORD, Visitor } from './world.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))

/** The real program in a process of its own, so that it can be killed. */
export class ProgramServer {
  readonly port: number
  readonly folder: string
  readonly #settings: Readonly<Record<string, string>>
  #child: ChildProcess | undefined

  private constructor(port: number, settings: Readonly<Record<string, string>>) {
    this.port = port
    this.#settings = settings
    this.folder = mkdtempSync(join(tmpdir(), 'deskside-program-'))
    // Where the database's own user may go.
    chmodSync(this.folder, 0o755)
  }

  /** Not yet started. */
  static async make(settings: Readonly<Record<string, string>> = {}): Promise<ProgramServer> {
    return new ProgramServer(await freePort(), settings)
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** @returns what it printed until it was ready. */
  async start(): Promise<string> {
    const env = {
      ...process.env,
      DATA_DIR: join(this.folder, 'data'),
      PORT: String(this.port),
      LOG_LEVEL: 'warn',
      ...this.#settings,
    }
    const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#child = child
    let said = ''
    child.stderr.on('data', (text: Buffer) => (said += text.toString()))
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (text: Buffer) => {
        said += text.toString()
        if (/Deskside is ready/.test(said)) resolve()
      })
      child.once('exit', () => reject(new Error(`the server did not start: ${said}`)))
    })
    return said
  }

  /** Starts it on an empty folder and makes the site; the answer is its administrator's browser. */
  async setUp(name: string): Promise<Visitor> {
    const token = /setup#(\S+)/.exec(await this.start())?.[1]
    const visitor = new Visitor(this.url)
    const email = `${name.toLowerCase()}@example.com`
    const answer = await visitor.call('POST', '/api/v1/setup', {
      token,
      name,
      email,
      password: PASSWORD,
      siteName: 'Acme',
    })
    if (answer.status !== 200) throw new Error(answer.text)
    return visitor
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await gone
  }

  /** The database dies, too, as when the power fails. */
  killDatabase(): void {
    const pid = readFileSync(join(this.folder, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0]
    process.kill(Number(pid), 'SIGKILL')
  }

  /** A killed server leaves its database running; a proper start and stop takes it along. */
  async close(): Promise<void> {
    if (!this.#child) await this.start()
    await this.end('SIGTERM')
    rmSync(this.folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

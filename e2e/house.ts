import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CuttableLine } from './cuttable-line.ts'

const MAIN = join(dirname(fileURLToPath(import.meta.url)), '../apps/server/src/main.ts')
const NODE = process.execPath

export const PEOPLE = {
  administrator: { name: 'Ada Admin', email: 'ada@example.com' },
  rita: { name: 'Rita Rep', email: 'rita@example.com' },
  rob: { name: 'Rob Rep', email: 'rob@example.com' },
} as const
export const PASSWORD = 'a pass phrase for tests'
export const SITE_NAME = 'Acme Support'

/**
 * The world of the tests and of `npm run dev`: the real server with a real database, in a process of its own (so that it can
 * be killed), seeded with a site, an administrator and two representatives, behind a line that can be cut.
 */
export class House {
  readonly line: CuttableLine
  readonly folder: string
  readonly #settings: Readonly<Record<string, string>>
  readonly #port: number
  #server: ChildProcess | undefined
  firstRun: string | undefined
  log = ''

  private constructor(
    line: CuttableLine,
    options: { port: number; folder: string; settings: Readonly<Record<string, string>> },
  ) {
    this.line = line
    this.#port = options.port
    this.folder = options.folder
    this.#settings = options.settings
  }

  static async open({
    seeded = true,
    settings = {},
    below = tmpdir(),
    host,
  }: { seeded?: boolean; settings?: Record<string, string>; below?: string; host?: string } = {}): Promise<House> {
    const line = await CuttableLine.open(host)
    const port = await freePort()
    line.target = port
    const folder = mkdtempSync(join(below, 'deskside-house-'))
    // Where the database's own user may go, so that everything is below this folder and goes with it.
    chmodSync(folder, 0o755)
    const house = new House(line, { port, folder, settings })
    await house.startServer()
    if (seeded) await house.#seed().catch((error: unknown) => house.close().then(() => Promise.reject(error)))
    return house
  }

  get url(): string {
    return this.line.url
  }

  /** The address that the server takes for its own. */
  get publicUrl(): string {
    return this.#settings['PUBLIC_URL'] ?? this.url
  }

  /** The server itself, without the line before it: for those who measure it. Its own origin is `url` all the same. */
  get serverUrl(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  get serverPid(): number {
    if (this.#server?.pid === undefined) throw new Error('No server runs.')
    return this.#server.pid
  }

  async startServer(): Promise<void> {
    const env = {
      ...process.env,
      DATA_DIR: join(this.folder, 'data'),
      PORT: String(this.#port),
      PUBLIC_URL: this.url,
      LOG_LEVEL: 'info',
      ...this.#settings,
    }
    const server = spawn(NODE, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    this.#server = server
    await new Promise<void>((resolve, reject) => {
      let said = ''
      server.stdout.on('data', (text: Buffer) => {
        said += text.toString()
        this.firstRun ??= /First run: (\S+)\n/.exec(said)?.[1]
        if (/Deskside is ready: \S+\n/.test(said)) resolve()
      })
      server.stderr.on('data', (text: Buffer) => (this.log += text.toString()))
      server.once('exit', (code) => reject(new Error(`The server ended with ${code}.\n${this.log}`)))
    })
  }

  /** As if the machine had lost its power: nothing is said, nothing is finished. */
  async killServer(): Promise<void> {
    await this.#end('SIGKILL')
  }

  async stopServer(): Promise<void> {
    await this.#end('SIGTERM')
  }

  async close(): Promise<void> {
    // Killed servers leave their database running; a proper start and stop takes it along.
    if (this.#server === undefined) await this.startServer()
    await this.stopServer()
    await this.line.close()
    rmSync(this.folder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server || server.exitCode !== null) return
    const gone = new Promise((resolve) => server.once('exit', resolve))
    server.kill(signal)
    await gone
  }

  async #seed(): Promise<void> {
    const token = this.firstRun?.split('#')[1]
    const { administrator, ...representatives } = PEOPLE
    const set = await this.#post('/api/v1/setup', { token, ...administrator, password: PASSWORD, siteName: SITE_NAME })
    const cookie = set.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ')
    for (const person of Object.values(representatives))
      await this.#post('/api/v1/users', { ...person, role: 'representative', password: PASSWORD }, cookie)
  }

  async #post(path: string, body: unknown, cookie = ''): Promise<Response> {
    const response = await fetch(this.url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: this.publicUrl, cookie },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
}

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CuttableLine } from './cuttable-line.ts'
import { freePort } from './house.ts'

/** A real TURN server on loopback (coturn), reached over TCP by a line that a test can cut. */
export class TurnServer {
  readonly secret = 'a secret of the tests alone'
  readonly line: CuttableLine
  readonly #process: ChildProcess
  readonly #folder: string

  private constructor(line: CuttableLine, process: ChildProcess, folder: string) {
    this.line = line
    this.#process = process
    this.#folder = folder
  }

  static async open(): Promise<TurnServer> {
    const line = await CuttableLine.open()
    const port = await freePort()
    line.target = port
    const folder = mkdtempSync(join(tmpdir(), 'deskside-turn-'))
    const child = spawn(
      'turnserver',
      [
        '-n',
        ...['--listening-ip=127.0.0.1', '--relay-ip=127.0.0.1', `--listening-port=${port}`],
        ...['--use-auth-secret', '--static-auth-secret=a secret of the tests alone', '--realm=deskside.test'],
        // Everything is on this machine here; out there, docs/operating.md says what to deny.
        ...['--allow-loopback-peers', '--no-udp', '--no-tls', '--no-dtls', '--no-cli', '--log-file=stdout'],
        `--pidfile=${join(folder, 'pid')}`,
        `--userdb=${join(folder, 'users.db')}`,
      ],
      { stdio: 'ignore', cwd: folder },
    )
    const turn = new TurnServer(line, child, folder)
    await listens(port)
    return turn
  }

  get url(): string {
    return `turn:127.0.0.1:${new URL(this.line.url).port}?transport=tcp`
  }

  async close(): Promise<void> {
    const gone = new Promise((resolve) => this.#process.once('exit', resolve))
    this.#process.kill('SIGKILL')
    await gone
    await this.line.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

async function listens(port: number): Promise<void> {
  for (const until = Date.now() + 15_000; Date.now() < until;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1')
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
      socket.once('connect', () => socket.destroy())
    })
    if (open) return
  }
  throw new Error('The TURN server never listened')
}

import { spawn } from 'node:child_process'
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { connectDatabase } from '../platform/database.ts'
import type { Connected } from '../platform/database.ts'
import { findEmbeddedPostgres, hasEmbeddedPostgres, startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLog } from '../platform/log.ts'
import { ServerWorld } from './world.ts'

const ADMIN = fileURLToPath(new URL('../admin.ts', import.meta.url))

export interface Ran {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A folder with data folders in it, and the real command line as programs of their own. */
export class AdminPlace {
  readonly folder: string
  readonly #worlds: ServerWorld[] = []
  readonly #children: ChildProcessWithoutNullStreams[] = []

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'deskside-admin-'))
    // Where the database's own user may go, so that everything is below this folder and goes with it.
    chmodSync(this.folder, 0o755)
  }

  path(name: string): string {
    return join(this.folder, name)
  }

  /** Starts a command that is not told its password yet. */
  spawn(args: readonly string[], settings: Readonly<Record<string, string>> = {}): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, [ADMIN, ...args], {
      cwd: this.folder,
      env: { DATA_DIR: this.path('data'), ...settings },
    })
    this.#children.push(child)
    return child
  }

  async run(
    args: string | readonly string[],
    { typed = '', settings = {} }: { typed?: string; settings?: Readonly<Record<string, string>> } = {},
  ): Promise<Ran> {
    const child = this.spawn(typeof args === 'string' ? args.split(' ') : args, settings)
    child.stdin.on('error', () => undefined)
    child.stdin.end(typed)
    return ended(child)
  }

  /** A running server on one of the data folders. */
  async serve(data = 'data', settings: Record<string, string> = {}): Promise<ServerWorld> {
    const world = await ServerWorld.start({ DATA_DIR: this.path(data), ...settings })
    this.#worlds.push(world)
    return world
  }

  /** Works on a data folder's database, which runs already or is started for it. */
  async inside<T>(data: string, work: (connected: Connected) => Promise<T>): Promise<T> {
    const running = await findEmbeddedPostgres(this.path(data))
    const postgres = running ?? (await startEmbeddedPostgres(this.path(data)))
    const where = { host: postgres.socketFolder, user: postgres.user, name: 'postgres' }
    const connected = connectDatabase(where, createLog('silent'), 'a test')
    try {
      return await work(connected)
    } finally {
      await connected.close()
      if (!running) await postgres.stop()
    }
  }

  async databaseRuns(data = 'data'): Promise<boolean> {
    return (await findEmbeddedPostgres(this.path(data))) !== undefined
  }

  /** Ends whatever a test that failed may have left running. */
  async clear(): Promise<void> {
    for (const world of this.#worlds) await world.stop()
    for (const child of this.#children) if (child.exitCode === null) child.kill('SIGKILL')
    for (const name of readdirSync(this.folder)) {
      const left = hasEmbeddedPostgres(this.path(name)) ? await findEmbeddedPostgres(this.path(name)) : undefined
      await left?.stop()
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** Waits for a command's end. */
export function ended(child: ChildProcessWithoutNullStreams): Promise<Ran> {
  return new Promise((resolve, reject) => {
    let [out, err] = ['', '']
    child.stdout.on('data', (text: Buffer) => (out += text.toString()))
    child.stderr.on('data', (text: Buffer) => (err += text.toString()))
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, out, err }))
  })
}

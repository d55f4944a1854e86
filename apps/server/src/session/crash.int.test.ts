import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { randomInt, randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SessionPage } from '@deskside/protocol'
import { afterAll, expect, test } from 'vitest'
import type { Line } from '../testing/world.ts'
import { PASSWORD, Visitor } from '../testing/world.ts'

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url))
const KILLS = 30
const SESSIONS = 8

const folder = mkdtempSync(join(tmpdir(), 'deskside-crash-'))
chmodSync(folder, 0o755)
let server: ChildProcess | undefined

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Starts the real program. @returns what it printed until it was ready. */
async function start(port: number): Promise<string> {
  const env = { ...process.env, DATA_DIR: join(folder, 'data'), PORT: String(port), LOG_LEVEL: 'warn' }
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  server = child
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

async function end(signal: NodeJS.Signals): Promise<void> {
  const child = server
  server = undefined
  if (!child || child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill(signal)
  await gone
}

afterAll(async () => {
  await end('SIGTERM')
  rmSync(folder, { recursive: true, force: true })
})

/** Writes into one session, a message after the other, each until it is acknowledged: as a page does. */
class Writer {
  readonly sessionId: string
  readonly acknowledged: string[] = []
  #pending: { commandId: string; text: string } | undefined

  constructor(sessionId: string) {
    this.sessionId = sessionId
  }

  /** Writes until the line is gone; the message that has no answer by then is sent again over the next one. */
  async write(line: Line, acknowledged: () => void): Promise<void> {
    const gone = line.closed.then(() => undefined)
    for (;;) {
      this.#pending ??= { commandId: randomUUID(), text: `message ${this.acknowledged.length + 1}` }
      const { commandId, text } = this.#pending
      const payload = { sessionId: this.sessionId, commandId, to: { kind: 'everyone' } as const, text }
      const answer = await Promise.race([line.ask('chat.post', payload).catch(() => undefined), gone])
      if (!answer?.ok) return
      this.acknowledged.push(text)
      this.#pending = undefined
      acknowledged()
    }
  }
}

/** Lets all write over one line, kills the server with the last of `after` acknowledgements still on the way. */
async function writeUntilKilled(rita: Visitor, writers: readonly Writer[], withDatabase: boolean): Promise<void> {
  const line = await rita.connect('representative')
  const after = randomInt(8, 90)
  let count = 0
  let killed: Promise<void> | undefined
  const acknowledged = (): void => {
    count += 1
    if (count < after || killed) return
    if (withDatabase) {
      const pid = readFileSync(join(folder, 'data/postgres/postmaster.pid'), 'utf8').split('\n')[0]
      process.kill(Number(pid), 'SIGKILL')
    }
    killed = end('SIGKILL')
  }
  await Promise.all(writers.map((writer) => writer.write(line, acknowledged)))
  await killed
  expect(killed, 'the line went before the server was killed').toBeDefined()
}

test(`after ${KILLS} times kill -9 in the middle of writing every acknowledged event is there, in order, once`, async () => {
  const port = await freePort()
  const token = /setup#(\S+)/.exec(await start(port))?.[1]
  const rita = new Visitor(`http://127.0.0.1:${port}`)
  const site = { token, name: 'Rita', email: 'rita@example.com', password: PASSWORD, siteName: 'Acme' }
  expect((await rita.call('POST', '/api/v1/setup', site)).status).toBe(200)
  const writers: Writer[] = []
  for (let at = 0; at < SESSIONS; at += 1)
    writers.push(new Writer((await rita.call('POST', '/api/v1/sessions')).body.sessionId))

  for (let kill = 1; kill <= KILLS; kill += 1) {
    // Every third time the database dies with the server, as when the power fails.
    await writeUntilKilled(rita, writers, kill % 3 === 0)
    await start(port)
  }

  const written = writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
  expect(written).toBeGreaterThan(KILLS * 8)
  for (const { sessionId, acknowledged } of writers) {
    const { events } = (await rita.call('GET', `/api/v1/sessions/${sessionId}`)).body as SessionPage
    expect(events.map((event) => event.seq)).toEqual(events.map((_event, index) => index + 1))
    const texts = events.flatMap(({ body }) => (body.type === 'chat.posted' ? [body.text] : []))
    // The one whose answer the last kill swallowed may be there or not; nothing else may.
    expect(texts.slice(0, acknowledged.length)).toEqual(acknowledged)
    expect(texts.length - acknowledged.length).toBeLessThanOrEqual(1)
  }
}, 300_000)

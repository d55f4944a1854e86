import { randomInt, randomUUID } from 'node:crypto'
import type { SessionPage } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProgramServer } from '../testing/program-server.ts'
import type { Line, Visitor } from '../testing/world.ts'

const KILLS = 30
const SESSIONS = 8

let server: ProgramServer
beforeAll(async () => {
  server = await ProgramServer.make()
})
afterAll(() => server.close())

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
    if (withDatabase) server.killDatabase()
    killed = server.end('SIGKILL')
  }
  await Promise.all(writers.map((writer) => writer.write(line, acknowledged)))
  await killed
  expect(killed, 'the line went before the server was killed').toBeDefined()
}

test(`after ${KILLS} times kill -9 in the middle of writing every acknowledged event is there, in order, once`, async () => {
  const rita = await server.setUp('Rita')
  const writers: Writer[] = []
  for (let at = 0; at < SESSIONS; at += 1)
    writers.push(new Writer((await rita.call('POST', '/api/v1/sessions')).body.sessionId))

  for (let kill = 1; kill <= KILLS; kill += 1) {
    // Every third time the database dies with the server, as when the power fails.
    await writeUntilKilled(rita, writers, kill % 3 === 0)
    await server.start()
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

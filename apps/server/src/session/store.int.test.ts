import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectDatabase, migrate } from '../platform/database.ts'
import type { Connected } from '../platform/database.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import type { EmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { StaleStory, createSessionStore } from './store.ts'
import type { Append, SessionStore } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'deskside-store-'))
let postgres: EmbeddedPostgres
let connected: Connected
let store: SessionStore
beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder)
  const where = { host: postgres.socketFolder, user: postgres.user, name: 'postgres' }
  connected = connectDatabase(where, pino({ level: 'silent' }))
  await migrate(connected.database)
  store = createSessionStore(connected)
})
afterAll(async () => {
  await connected.close()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function newSession(): Promise<string> {
  const [id, userId, participantId] = [randomUUID(), randomUUID(), randomUUID()]
  const started = {
    type: 'session.started',
    participantId,
    userId,
    name: 'Rita',
    siteName: 'Acme',
    supportManagerAllowed: true,
  } as const
  const row = {
    id,
    owner_user_id: userId,
    started_at: 1,
    ended_at: null,
    last_seq: 1,
    representative_name: 'Rita',
    customer_name: null,
  }
  const member = { session_id: id, user_id: userId, participant_id: participantId }
  const events = [{ seq: 1, at: 1, by: participantId, body: started }]
  await store.create({ row, member, events }, () => Promise.resolve())
  return id
}
const sessions = (howMany: number): Promise<string[]> => Promise.all(Array.from({ length: howMany }, newSession))

function posts(sessionId: string, { after = 1, texts = ['one'], commandId = randomUUID() as string } = {}): Append {
  const events = texts.map((text, index) => ({
    seq: after + 1 + index,
    at: 2,
    by: 'system',
    body: { type: 'chat.posted', messageId: randomUUID(), to: { kind: 'everyone' }, text } as const,
  }))
  return { sessionId, after, events, commandId }
}
const textsOf = async (sessionId: string): Promise<string[]> =>
  ((await store.load(sessionId))?.events ?? []).flatMap(({ body }) => (body.type === 'chat.posted' ? [body.text] : []))

/** Appends at once, more of them than are ever under way, so that most share a commit; which ones failed, and how. */
async function appendAll(appends: readonly Append[]): Promise<unknown[]> {
  const outcomes = await Promise.allSettled(appends.map((append) => store.append(append)))
  return outcomes.map((outcome) => (outcome.status === 'rejected' ? outcome.reason : 'stored'))
}

test('[wire R5] what many sessions store at once is stored whole, each in its own order', async () => {
  const ids = await sessions(40)
  const texts = ['first, with "quotes" and \\', 'second, with {braces}, commas and 👋', 'third\nNULL']
  expect(new Set(await appendAll(ids.map((id) => posts(id, { texts }))))).toEqual(new Set(['stored']))
  for (const id of ids) expect(await textsOf(id)).toEqual(texts)
  expect(new Set(await appendAll(ids.map((id) => posts(id, { after: 4, texts: ['next'] }))))).toEqual(
    new Set(['stored']),
  )
})

test('[wire R5] who knows an old story is refused alone; the others of the same commit stand', async () => {
  const ids = await sessions(20)
  const outcomes = await appendAll(ids.map((id, index) => posts(id, { after: index === 13 ? 7 : 1 })))
  for (const [index, outcome] of outcomes.entries()) {
    if (index === 13) expect(outcome).toBeInstanceOf(StaleStory)
    else expect(outcome).toBe('stored')
  }
  expect(await textsOf(ids[13] ?? '')).toEqual([])
})

test('[wire R4] a command that is stored already fails alone, whatever shares its commit', async () => {
  const ids = await sessions(20)
  const [twice = ''] = ids.slice(11)
  const commandId = randomUUID()
  await store.append(posts(twice, { commandId }))
  const outcomes = await appendAll(
    ids.map((id) => (id === twice ? posts(id, { after: 2, commandId, texts: ['again'] }) : posts(id))),
  )
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(19)
  expect(outcomes[11]).toMatchObject({ code: '23505' })
  expect(await textsOf(twice)).toEqual(['one'])
})

test('[wire R5] of two that append to the same place of one session, one wins', async () => {
  const ids = await sessions(12)
  const [shared = ''] = ids
  const both = [posts(shared, { texts: ['mine'] }), posts(shared, { texts: ['yours'] })]
  const outcomes = await appendAll([...ids.slice(1).map((id) => posts(id)), ...both])
  expect(outcomes.filter((outcome) => outcome === 'stored')).toHaveLength(12)
  expect(await textsOf(shared)).toHaveLength(1)
})

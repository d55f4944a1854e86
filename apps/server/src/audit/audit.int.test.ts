import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../platform/clock.ts'
import { connectDatabase } from '../platform/database.ts'
import type { Connected } from '../platform/database.ts'
import { startEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { createLog } from '../platform/log.ts'
import { ServerWorld, grant, startPair } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'
import { createAudit } from './index.ts'

let world: ServerWorld
let ada: Visitor
let connected: Connected
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
  const postgres = await startEmbeddedPostgres(join(world.folder, 'data'))
  connected = connectDatabase(
    { host: postgres.socketFolder, user: postgres.user, name: 'postgres' },
    createLog('silent'),
  )
})
afterAll(async () => {
  await connected.close()
  await world.stop()
})

test('[audit R4] what people do in a session stands in the log', async () => {
  const pair = await startPair(world, ada)
  await grant(pair, 'desktop.view')
  const { events } = (await ada.call('GET', '/api/v1/audit?limit=500')).body
  const actions = events
    .filter((e: { subject: string }) => e.subject === pair.sessionId)
    .map((e: { action: string }) => e.action)
  expect(actions.reverse()).toEqual(['session.admitted', 'consent.requested', 'consent.granted'])
})

test('[audit R1] E7: numbers and times are the server’s, one after another also when many write at once', async () => {
  const newest = async (): Promise<{ seq: number; at: number; action: string }[]> =>
    (await ada.call('GET', '/api/v1/audit?limit=500&seq=999999&at=1')).body.events
  const [before] = await newest()
  const from = world.clock.now()
  const people = Array.from({ length: 12 }, (_, index) => `many${index}@example.com`)
  const tries = people.map((email) =>
    world.visitor().call('POST', '/api/v1/account/sign-in', { email, password: 'wrong wrong wrong' }),
  )
  await Promise.all(tries)
  // What a client says of time and place is none of the server's business.
  const path = '/api/v1/audit'
  const line = { seq: 1, at: 1, actor: 'nobody', action: 'forged', subject: 'x', details: '{}' }
  for (const verb of ['POST', 'PUT', 'PATCH', 'DELETE'])
    for (const address of [path, `${path}/1`]) expect((await ada.call(verb, address, line)).status).toBe(404)
  const written = (await newest()).filter(({ seq }) => seq > (before?.seq ?? 0)).reverse()
  expect(written.map(({ seq }) => seq)).toEqual(written.map((_line, index) => (before?.seq ?? 0) + 1 + index))
  expect(written.filter(({ action }) => action === 'account.sign-in-failed')).toHaveLength(12)
  for (const { at } of written) {
    expect(at).toBeGreaterThanOrEqual(from)
    expect(at).toBeLessThanOrEqual(world.clock.now())
  }
  expect((await createAudit(connected.database, systemClock).verify()).brokenAt).toBeUndefined()
})

test('[audit R1, R2] E7: the chain verifies, nothing edits it, and an edit past the database is found', async () => {
  const audit = createAudit(connected.database, systemClock)
  const whole = await audit.verify()
  expect(whole.brokenAt).toBeUndefined()
  expect(whole.checked).toBeGreaterThan(3)
  await expect(
    sql`update audit_event set actor = 'somebody else' where seq = 2`.execute(connected.database),
  ).rejects.toThrow(/append-only/)
  await expect(sql`delete from audit_event where seq = 2`.execute(connected.database)).rejects.toThrow(/append-only/)
  await expect(sql`truncate audit_event`.execute(connected.database)).rejects.toThrow(/append-only/)
  const { paths } = (await ada.call('GET', '/api/openapi.json')).body
  expect(Object.keys(paths['/api/v1/audit'])).toEqual(['get'])
  await sql`alter table audit_event disable trigger audit_append_only`.execute(connected.database)
  await sql`update audit_event set actor = 'somebody else' where seq = 2`.execute(connected.database)
  expect((await audit.verify()).brokenAt).toBe(2)
})

test('[audit R3] a line holds nothing that somebody typed, and nothing secret', async () => {
  await world
    .visitor()
    .call('POST', '/api/v1/account/sign-in', { email: 'typed@example.com', password: 'typed password' })
  const { rows } = await sql<{
    text: string
  }>`select string_agg(audit_event::text, ' ') as text from audit_event`.execute(connected.database)
  for (const secret of ['typed@example.com', 'typed password', 'Carl Customer', 'ada@example.com', 'Ada Admin'])
    expect(rows[0]?.text).not.toContain(secret)
})

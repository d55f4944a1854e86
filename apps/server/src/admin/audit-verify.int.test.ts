import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AdminPlace } from '../testing/admin-place.ts'
import { createAudit } from '../audit/index.ts'
import { systemClock } from '../platform/clock.ts'
import type { ServerWorld } from '../testing/world.ts'

const place = new AdminPlace()
let world: ServerWorld
beforeAll(async () => {
  world = await place.serve()
  await world.setUp()
})
afterAll(() => place.clear())

/** More than the two pages that a walk reads at once. */
const LINES = 2_100

test('[audit R1] "audit verify" walks the whole chain and says how many lines hold', async () => {
  await place.inside('data', async ({ database }) => {
    const audit = createAudit(database, systemClock)
    const entry = { actor: 'system', action: 'test.noted', subject: 'test' }
    const entries = Array.from({ length: LINES }, (_, n) => ({ ...entry, details: { n } }))
    await database.transaction().execute((within) => audit.write(within, ...entries))
  })
  const ran = await place.run('audit verify')
  expect([ran.code, ran.err]).toEqual([0, ''])
  expect(Number(/(\d+) lines in one unbroken chain/.exec(ran.out)?.[1])).toBeGreaterThan(LINES)
})

test('[audit R1] E7: a line that was changed behind the server is found, by its number', async () => {
  await place.inside('data', async ({ database }) => {
    await sql`alter table audit_event disable trigger audit_append_only`.execute(database)
    await sql`update audit_event set details = '{"n":0}' where seq = 1500`.execute(database)
  })
  const ran = await place.run('audit verify')
  expect([ran.code, ran.err]).toEqual([1, ''])
  expect(ran.out).toContain('broken at line 1500')
  expect((await place.run('doctor')).out).toMatch(/^fail {2}Audit log: it is broken at line 1500\./m)
})

test('[audit R1] E7: a line that was taken out is found as well, also while no server runs', async () => {
  await place.inside('data', ({ database }) => sql`delete from audit_event where seq = 1200`.execute(database))
  await world.deskside.stop()
  const ran = await place.run('audit verify')
  expect(ran.code).toBe(1)
  expect(ran.out).toContain('broken at line 1200')
  expect(await place.databaseRuns()).toBe(false)
})

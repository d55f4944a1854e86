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
import { createDownloadStore } from './store.ts'
import type { DownloadStore, ProgramOwner } from './store.ts'

const folder = mkdtempSync(join(tmpdir(), 'deskside-seats-'))
let postgres: EmbeddedPostgres
let connected: Connected
let store: DownloadStore
/** Who had programs before there was one seat for each. */
let before: ProgramOwner
beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder)
  const where = { host: postgres.socketFolder, user: postgres.user, name: 'postgres' }
  connected = connectDatabase(where, pino({ level: 'silent' }))
  store = createDownloadStore(connected.database)
  await migrate(connected.database, '0004-script')
  before = await newOwner()
  for (const [token_hash, created_at] of [
    ['last', 3],
    ['first', 1],
    ['as late', 3],
  ] as const)
    await connected.pool.query(
      'insert into support_manager_access (token_hash, session_id, participant_id, created_at) values ($1, $2, $3, $4)',
      [token_hash, before.session_id, before.participant_id, created_at],
    )
  await migrate(connected.database)
})
afterAll(async () => {
  await connected.close()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function newOwner(): Promise<ProgramOwner> {
  const row = {
    id: randomUUID(),
    owner_user_id: 'u',
    started_at: 1,
    ended_at: null,
    last_seq: 1,
    representative_name: 'Rita',
    customer_name: null,
  }
  await connected.database.insertInto('session').values(row).execute()
  return { session_id: row.id, participant_id: randomUUID(), user_id: null, auth_session_id: null }
}
async function pass(owner: ProgramOwner): Promise<string> {
  const code_hash = randomUUID()
  await store.addPass({ ...owner, code_hash, expires_at: 1_000, used_at: null }, 1)
  return code_hash
}

test('[download R8] of the programs that a participant had before there was a seat the one that came last has it', async () => {
  expect(await store.seated(before)).toBe('last')
  expect((await store.access('last'))?.replaced_at).toBeNull()
  for (const earlier of ['first', 'as late']) expect((await store.access(earlier))?.replaced_at).toBe(3)
})

test('[download R8] of two servers that give a free or a taken seat away at once one is refused, and its code still works', async () => {
  const owner = await newOwner()
  let replaces: string | undefined
  for (const round of ['free', 'taken']) {
    const codes = await Promise.all([pass(owner), pass(owner)])
    const redemptions = codes.map((codeHash, n) => ({ codeHash, tokenHash: `${round} ${n}`, replaces, now: 2 }))
    const outcomes = await Promise.allSettled(redemptions.map((redemption) => store.redeem(redemption)))
    const given = outcomes.findIndex((outcome) => outcome.status === 'fulfilled' && outcome.value)
    expect(outcomes[1 - given]).toMatchObject({ status: 'rejected', reason: { code: '23505' } })
    expect(await store.seated(owner)).toBe(`${round} ${given}`)
    expect(await store.pass(codes[1 - given] ?? '', 2)).toEqual(owner)
    replaces = `${round} ${given}`
  }
})

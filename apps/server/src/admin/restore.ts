import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Kysely, Transaction } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../platform/database.ts'
import { migrate, migrationsOf } from '../platform/database.ts'
import { checkBackup } from './backup-format.ts'
import type { Manifest } from './backup-format.ts'
import { CannotDo } from './failure.ts'
import { withDatabase } from './open-database.ts'
import type { OpenDatabase } from './open-database.ts'
import { COMMAND_LINE, createServices } from './services.ts'
import { loadTable, tablesInOrder } from './table-files.ts'
import { say } from './terminal.ts'

/** Settings that came with a backup are not used until somebody has looked at them: they may name the old database. */
const SETTINGS_TO_LOOK_AT = 'deskside.conf.from-backup'

/** `restore DIR`. */
export async function restore(config: Config, operand: string): Promise<void> {
  const folder = resolve(operand)
  const manifest = await checkBackup(folder)
  await withDatabase(config, { mayCreate: true }, async (opened) => {
    const { database } = opened
    await requireStopped(opened)
    await requireRoom(database, manifest)
    await migrate(database, manifest.migrations.at(-1))
    const { audit } = createServices(config, opened)
    await database.transaction().execute(async (within) => {
      await load(within, { folder, manifest })
      const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
      const entry = { actor: COMMAND_LINE, action: 'site.restored', subject: 'site' }
      await audit.write(within, { ...entry, details: { rows, backedUpAt: manifest.createdAt } })
      placeFiles(config.dataFolder, { folder, manifest })
      await requireStopped(opened)
    })
    await migrate(database)
    const { checked, brokenAt } = await audit.verify()
    say(`Restored ${manifest.tables.length} tables from ${folder}, as they were at ${manifest.createdAt}.`)
    say(
      brokenAt === undefined
        ? `The audit log holds: ${checked} lines.`
        : `The audit log was broken at line ${brokenAt}.`,
    )
    if (manifest.files.some(({ name }) => name === 'deskside.conf'))
      say(`The settings are in ${SETTINGS_TO_LOOK_AT}: look them through, then rename the file to deskside.conf.`)
    say('Start the server with npm start. Everybody signs in again, with the passwords of that time.')
  })
}

async function requireStopped({ serverRuns }: OpenDatabase): Promise<void> {
  if (await serverRuns())
    throw new CannotDo('The server runs. Stop it first, since it holds sessions in memory; then restore again.')
}

/** A backup goes into empty tables that are not newer than it. */
async function requireRoom(database: Kysely<Database>, { migrations }: Manifest): Promise<void> {
  const { known, done } = await migrationsOf(database)
  if (!isBeginning(migrations, known)) {
    throw new CannotDo('This backup was written by a newer Deskside. Restore it with that version or a newer one.')
  }
  const elsewhere =
    'Restore into a new place: set DATA_DIR to a folder that does not exist yet, or DATABASE_URL to an empty database.'
  const filled = await database.transaction().execute(async (within) => firstFilled(within))
  if (filled === 'site' || filled?.startsWith('account_'))
    throw new CannotDo(`There is a site here already, and it stays as it is. ${elsewhere}`)
  if (filled !== undefined) throw new CannotDo(`The database is not empty: ${filled} has rows. ${elsewhere}`)
  if (!isBeginning(done, migrations)) throw new CannotDo(`The tables here are newer than the backup. ${elsewhere}`)
}

const isBeginning = (part: readonly string[], whole: readonly string[]): boolean =>
  part.every((name, index) => whole[index] === name)

async function firstFilled(within: Transaction<Database>): Promise<string | undefined> {
  const filled: string[] = []
  for (const name of await tablesInOrder(within)) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(within)
    if (rows.length > 0) filled.push(name)
  }
  return filled.includes('site') ? 'site' : filled[0]
}

interface Source {
  readonly folder: string
  readonly manifest: Manifest
}

async function load(within: Transaction<Database>, { folder, manifest }: Source): Promise<void> {
  const here = await tablesInOrder(within)
  const unknown = manifest.tables.find(({ name }) => !here.includes(name))
  if (unknown) throw new CannotDo(`This version has no table ${unknown.name}. Nothing was restored.`)
  for (const table of manifest.tables) await loadTable(within, folder, table)
  for (const { name, last } of manifest.sequences)
    await sql`select setval(quote_ident(${name})::regclass, ${last})`.execute(within)
}

/** Within the transaction: when a file cannot be written, the database stays empty as well. */
function placeFiles(dataFolder: string, { folder, manifest }: Source): void {
  mkdirSync(dataFolder, { recursive: true })
  for (const { name } of manifest.files) {
    const place = join(dataFolder, name === 'deskside.conf' ? SETTINGS_TO_LOOK_AT : name)
    writeFileSync(`${place}.new`, readFileSync(join(folder, name)), { mode: 0o600, flush: true })
    renameSync(`${place}.new`, place)
  }
}

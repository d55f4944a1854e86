import { chmodSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../platform/database.ts'
import { migrationsOf } from '../platform/database.ts'
import { FORMAT, LEFT_OUT, MANIFEST, MANIFEST_HASH, SITE_FILES, sha256 } from './backup-format.ts'
import type { Manifest } from './backup-format.ts'
import { CannotDo } from './failure.ts'
import { withDatabase } from './open-database.ts'
import { COMMAND_LINE, createServices } from './services.ts'
import { tablesInOrder, writeTable } from './table-files.ts'
import { say } from './terminal.ts'

/** `backup DIR`. */
export async function backUp(config: Config, operand: string): Promise<void> {
  const folder = resolve(operand)
  await withDatabase(config, { mayCreate: false }, async (opened) => {
    const { database } = opened
    if (!(await holdsSite(database))) throw new CannotDo('There is no site yet, so there is nothing to back up.')
    openEmptyFolder(folder)
    const manifest = await write(database, { folder, dataFolder: config.dataFolder }).catch((error: unknown) => {
      // The folder was empty: what is in it is a part of a backup, and good for nothing.
      for (const name of readdirSync(folder)) rmSync(join(folder, name))
      throw error
    })
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0)
    const entry = { actor: COMMAND_LINE, action: 'site.backed-up', subject: 'site' }
    await createServices(config, opened).audit.note({ ...entry, details: { rows } })
    say(`Backed up into ${folder}: ${manifest.tables.length} tables, ${rows} rows, ${manifest.files.length} files.`)
    say('Keep it where only you can read it: it holds everything that the site holds.')
  })
}

async function holdsSite(database: Kysely<Database>): Promise<boolean> {
  const { done } = await migrationsOf(database)
  return done.length > 0 && (await database.selectFrom('site').select('id').executeTakeFirst()) !== undefined
}

function openEmptyFolder(folder: string): void {
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (readdirSync(folder).length > 0)
    throw new CannotDo(`${folder} is not empty. Name a folder that does not exist yet, or an empty one.`)
  chmodSync(folder, 0o700)
}

/** Everything as it was at one moment, however long the writing takes and whatever the server does meanwhile. */
async function write(database: Kysely<Database>, { folder, dataFolder }: Folders): Promise<Manifest> {
  const moment = database.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
  const fromTables = await moment.execute(async (within) => {
    const { done } = await migrationsOf(within)
    const tables: Manifest['tables'] = []
    for (const name of await tablesInOrder(within))
      if (!LEFT_OUT.includes(name)) tables.push(await writeTable(within, { name, folder }))
    const { rows: sequences } = await sql<{ name: string; last: number }>`
      select sequencename::text as name, last_value as last from pg_sequences
      where schemaname = current_schema() and last_value is not null order by 1
    `.execute(within)
    return { migrations: [...done], tables, sequences }
  })
  const manifest: Manifest = {
    product: 'deskside',
    format: FORMAT,
    createdAt: new Date().toISOString(),
    ...fromTables,
    leftOut: [...LEFT_OUT],
    files: SITE_FILES.filter((name) => existsSync(join(dataFolder, name))).map((name) => {
      const content = readFileSync(join(dataFolder, name))
      writeWhole(join(folder, name), content)
      return { name, bytes: content.length, sha256: sha256(content) }
    }),
  }
  const text = `${JSON.stringify(manifest, undefined, 2)}\n`
  // Last of all: a folder without them is no backup.
  writeWhole(join(folder, MANIFEST), text)
  writeWhole(join(folder, MANIFEST_HASH), `${sha256(text)}  ${MANIFEST}\n`)
  return manifest
}

interface Folders {
  readonly folder: string
  readonly dataFolder: string
}

function writeWhole(path: string, content: string | Buffer): void {
  writeFileSync(path, content, { mode: 0o600, flag: 'wx', flush: true })
}

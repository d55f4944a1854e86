import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Database } from '../platform/database.ts'
import { tableFile } from './backup-format.ts'
import type { TableEntry } from './backup-format.ts'
import { CannotDo } from './failure.ts'

interface Where {
  readonly name: string
  readonly folder: string
}

/** How much of a file is read at once; a row that is longer is waited for. */
const CHUNK_BYTES = 262_144
const LINE_FEED = 10

/** All tables but the migrator's own, each after those that its rows refer to. */
export async function tablesInOrder(within: Transaction<Database>): Promise<string[]> {
  const { rows } = await sql<{ name: string; needs: string[] }>`
    select c.relname::text as name,
      coalesce(array_agg(r.relname::text) filter (where r.oid <> c.oid), '{}') as needs
    from pg_class c
    join pg_namespace n on n.oid = c.relnamespace
    left join pg_constraint f on f.conrelid = c.oid and f.contype = 'f'
    left join pg_class r on r.oid = f.confrelid
    where n.nspname = current_schema() and c.relkind = 'r' and c.relname not like 'kysely\\_migration%'
    group by c.relname order by c.relname
  `.execute(within)
  const ordered: string[] = []
  while (ordered.length < rows.length) {
    const next = rows.find(({ name, needs }) => !ordered.includes(name) && needs.every((n) => ordered.includes(n)))
    if (!next) throw new Error('tables refer to each other in a circle')
    ordered.push(next.name)
  }
  return ordered
}

/** Writes a table as one JSON object a line, made by the database itself, so that every value stays exactly what it is. */
export async function writeTable(within: Transaction<Database>, { name, folder }: Where): Promise<TableEntry> {
  const file = await open(join(folder, tableFile(name)), 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    let [rows, bytes] = [0, 0]
    await sql`
      declare backup_rows no scroll cursor for
      select to_jsonb(backed_up_row)::text as line from ${sql.table(name)} as backed_up_row
    `.execute(within)
    for (;;) {
      const { rows: page } = await sql<{ line: string }>`fetch 200 from backup_rows`.execute(within)
      if (page.length === 0) break
      const text = Buffer.from(page.map(({ line }) => `${line}\n`).join(''))
      await file.appendFile(text)
      hash.update(text)
      rows += page.length
      bytes += text.length
    }
    await sql`close backup_rows`.execute(within)
    await file.sync()
    return { name, rows, bytes, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}

/** Fills an empty table from its file. @throws CannotDo when not exactly the written rows came in. */
export async function loadTable(
  within: Transaction<Database>,
  folder: string,
  { name, rows }: TableEntry,
): Promise<void> {
  const table = sql.table(name)
  // What the database notes of a row by itself is in the backup, too.
  await sql`alter table ${table} disable trigger user`.execute(within)
  for await (const lines of batches(join(folder, tableFile(name)))) {
    await sql`
      insert into ${table} overriding system value
      select * from json_populate_recordset(null::${table}, ${`[${lines.join(',')}]`}::json)
    `.execute(within)
  }
  await sql`alter table ${table} enable trigger user`.execute(within)
  const { rows: counted } = await sql<{ n: number }>`select count(*) as n from ${table}`.execute(within)
  if (counted[0]?.n !== rows)
    throw new CannotDo(`The table ${name} holds ${counted[0]?.n} rows instead of ${rows}. Nothing was restored.`)
}

/** Whole lines, as many as a piece of the file holds. Only a line feed ends one: text may hold other line ends. */
async function* batches(path: string): AsyncGenerator<string[]> {
  let pieces: Buffer[] = []
  for await (const chunk of createReadStream(path, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(LINE_FEED)
    if (end === -1) {
      pieces.push(chunk)
      continue
    }
    yield Buffer.concat([...pieces, chunk.subarray(0, end)])
      .toString('utf8')
      .split('\n')
    pieces = [chunk.subarray(end + 1)]
  }
  if (pieces.some((piece) => piece.length > 0)) throw new Error(`${path} ends within a line`)
}

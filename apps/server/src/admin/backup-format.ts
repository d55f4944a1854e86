import { createHash } from 'node:crypto'
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { CannotDo } from './failure.ts'

/** Changes when a backup is laid out in another way. */
export const FORMAT = 1
export const MANIFEST = 'manifest.json'
/** The manifest's own SHA-256, in the form of `sha256sum`. */
export const MANIFEST_HASH = 'manifest.json.sha256'

/** What of the data folder belongs to the site. Its database is in the tables' files; logs and sockets are made anew. */
export const SITE_FILES = ['secret', 'SITE_INITIALISED', 'deskside.conf'] as const

/**
 * Tables whose rows stay behind: what was ended or used up after the backup must not come back to life with it, so everybody
 * signs in again after a restore, and a Support Manager is fetched again.
 */
export const LEFT_OUT: readonly string[] = [
  'account_session',
  'account_verification',
  'support_manager_pass',
  'support_manager_access',
]

const digest = { bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }
// Names become file names and table names: nothing but what tables of ours are called.
const tableName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/)

const manifestSchema = z.strictObject({
  product: z.literal('deskside'),
  format: z.literal(FORMAT),
  /** When, as ISO 8601. */
  createdAt: z.iso.datetime(),
  /** What the database had been through, in order. */
  migrations: z.array(z.string()).min(1),
  /** In an order in which every row finds the rows that it refers to. */
  tables: z.array(z.strictObject({ name: tableName, rows: z.int().nonnegative(), ...digest })),
  leftOut: z.array(tableName),
  /** Last number that each sequence gave out. */
  sequences: z.array(z.strictObject({ name: tableName, last: z.int() })),
  files: z.array(z.strictObject({ name: z.enum(SITE_FILES), ...digest })),
})
export type Manifest = z.infer<typeof manifestSchema>
export type TableEntry = Manifest['tables'][number]

export const tableFile = (name: string): string => `${name}.ndjson`

export const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex')

/** Reads a backup's manifest and every byte that it names. @throws CannotDo unless all is as it was written. */
export async function checkBackup(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST)
  if (!existsSync(path) || !existsSync(join(folder, MANIFEST_HASH))) {
    throw new CannotDo(
      `${folder} is not a whole backup: it has no ${existsSync(path) ? MANIFEST_HASH : MANIFEST}. Name the folder that "backup" wrote.`,
    )
  }
  const text = readFileSync(path)
  const noted = readFileSync(join(folder, MANIFEST_HASH), 'utf8')
  if (noted !== `${sha256(text)}  ${MANIFEST}\n`) throw changed(MANIFEST)
  const manifest = parseManifest(text.toString('utf8'))
  for (const { name, ...entry } of manifest.tables) await checkFile(folder, { name: tableFile(name), ...entry })
  for (const entry of manifest.files) await checkFile(folder, entry)
  return manifest
}

function parseManifest(text: string): Manifest {
  const parsed = manifestSchema.safeParse(JSON.parse(text))
  if (parsed.success) return parsed.data
  throw new CannotDo(
    'This backup was written by another version of Deskside. Restore it with that version or a newer one.',
  )
}

async function checkFile(folder: string, entry: { name: string; bytes: number; sha256: string }): Promise<void> {
  const path = join(folder, entry.name)
  if (!existsSync(path)) throw new CannotDo(`This backup is not whole: ${entry.name} is missing. Use another one.`)
  if (statSync(path).size !== entry.bytes) throw changed(entry.name)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  if (hash.digest('hex') !== entry.sha256) throw changed(entry.name)
}

function changed(name: string): CannotDo {
  return new CannotDo(
    `This backup is damaged: ${name} is not what was written. Nothing was restored; use another backup.`,
  )
}

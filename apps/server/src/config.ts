import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'

const port = z.coerce.number({ error: 'is not a number' }).int().min(0).max(65535)
const list = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
)

/** Every setting, as docs/settings say; the file `deskside.conf` in the data folder holds the same names. */
const settingsSchema = z.object({
  PORT: port.default(8080),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/, error: 'is not a web address such as https://help.example.com' })
    .optional(),
  DATA_DIR: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'is not an address such as postgres://user@host/name')
    .optional(),
  BUS_URL: z.undefined('is not served by this version: leave it empty, one process does everything').optional(),
  BLOB_URL: z.undefined('is not served by this version: leave it empty, files are kept in DATA_DIR').optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'is not an address such as smtp://mail.example.com:587')
    .optional(),
  TURN_URLS: list
    .refine(
      (urls) => urls.every((url) => /^(stun|turn)s?:/.test(url)),
      'holds stun:, turn: or turns: addresses, with commas between',
    )
    .default([]),
  TURN_SECRET: z.string().min(16, 'has at least 16 characters').optional(),
  METRICS_PORT: port.optional(),
  TRUSTED_PROXIES: list.default([]),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
})
const NAMES = Object.keys(settingsSchema.shape)

export type Config = Readonly<z.infer<typeof settingsSchema>> & { readonly dataFolder: string }

export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] }

/** Reads the settings once. Lists every problem, not only the first; never prints a value, since some are secret. */
export function readConfig(environment: NodeJS.ProcessEnv = process.env, folder = process.cwd()): ConfigReading {
  const fromEnvironment = Object.fromEntries(
    NAMES.flatMap((name) => (environment[name] ? [[name, environment[name]]] : [])),
  )
  const dataFolder = resolve(folder, fromEnvironment['DATA_DIR'] ?? './data')
  const file = readSettingsFile(join(dataFolder, 'deskside.conf'))
  const problems = [...misspelt(environment), ...file.problems]
  const parsed = settingsSchema.safeParse({ ...file.settings, ...fromEnvironment })
  if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => `${String(issue.path[0])} ${issue.message}`))
  if (parsed.success && parsed.data.TURN_URLS.some((url) => url.startsWith('turn')) && !parsed.data.TURN_SECRET) {
    problems.push('TURN_SECRET is missing: TURN_URLS names a TURN server, which needs it')
  }
  if (!parsed.success || problems.length > 0) return { ok: false, problems }
  return { ok: true, config: Object.freeze({ ...parsed.data, dataFolder }) }
}

function readSettingsFile(path: string): { settings: Record<string, string>; problems: string[] } {
  const settings: Record<string, string> = {}
  const problems: string[] = []
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  for (const [index, line] of lines.entries()) {
    const text = line.trim()
    if (text === '' || text.startsWith('#')) continue
    const [name = '', value] = text.split(/=(.*)/s).map((part) => part.trim())
    if (value === undefined) problems.push(`deskside.conf, line ${index + 1}: write NAME=value`)
    else if (name === 'DATA_DIR')
      problems.push('deskside.conf: DATA_DIR is set by the environment, since the file lies in it')
    else if (!NAMES.includes(name))
      problems.push(`deskside.conf, line ${index + 1}: there is no setting of this name${closest(name)}`)
    else if (value !== '') settings[name] = value
  }
  return { settings, problems }
}

/** The environment is full of others' names; only what is all but one of ours is taken for a slip. */
function misspelt(environment: NodeJS.ProcessEnv): string[] {
  return Object.keys(environment)
    .filter((name) => !NAMES.includes(name) && NAMES.includes(name.toUpperCase().replaceAll('-', '_')))
    .map((name) => `${name} is not a setting${closest(name)}`)
}

function closest(name: string): string {
  const plain = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z]/g, '')
  const near = NAMES.find(
    (known) =>
      plain(known) === plain(name) || plain(known).startsWith(plain(name)) || plain(name).startsWith(plain(known)),
  )
  return near ? `; did you mean ${near}?` : `. Settings are: ${NAMES.join(', ')}`
}

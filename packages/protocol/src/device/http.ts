import { z } from 'zod'
import { idSchema, timeSchema } from '../session/identifiers.ts'

/** Characters of a script at most: with its first line it fits into a question. */
export const SCRIPT_LENGTH = 15_900

/** What a script is written for, and what it is run by: a fixed table in the Support Manager. */
export const interpreterSchema = z.enum(['bash', 'sh', 'zsh', 'python3', 'powershell', 'cmd', 'osascript'])
export type Interpreter = z.infer<typeof interpreterSchema>
export const scriptPlatformSchema = z.enum(['linux', 'win', 'darwin', 'any'])
export type ScriptPlatform = z.infer<typeof scriptPlatformSchema>

// U+0000 comes along when something is pasted, and no database keeps it.
const text = (max: number) =>
  z
    .string()
    .transform((value) => value.replaceAll('\u0000', ''))
    .pipe(z.string().max(max, `At most ${max} characters.`))

/** Body of `POST /api/v1/scripts` and `PUT /api/v1/scripts/:scriptId`. */
export const saveScriptSchema = z.strictObject({
  name: text(80).pipe(z.string().trim().min(1, 'Give the script a name.')),
  description: text(400).pipe(z.string().trim()),
  platform: scriptPlatformSchema,
  interpreter: interpreterSchema,
  text: text(SCRIPT_LENGTH).pipe(z.string().min(1, 'A script needs a text.')),
})
export type SaveScript = z.infer<typeof saveScriptSchema>

/** A script of the library. `updatedBy` is an account's name, null where it is gone. */
export const scriptSchema = z.object({
  id: idSchema,
  name: z.string(),
  description: z.string(),
  platform: scriptPlatformSchema,
  interpreter: interpreterSchema,
  text: z.string(),
  updatedAt: timeSchema,
  updatedBy: z.string().nullable(),
})
export type Script = z.infer<typeof scriptSchema>
/** Answer of `GET /api/v1/scripts`, by name. */
export const scriptListSchema = z.object({ scripts: z.array(scriptSchema) })

/**
 * A script as it stands in the question: the interpreter in the first line, for the customer to see, then the text. What
 * is run is read back from there (R4).
 */
export function scriptInWords({ interpreter, text }: Pick<Script, 'interpreter' | 'text'>): string {
  return `#! ${interpreter}\n${text}`
}

/** The way back; undefined for what no library of ours wrote. */
export function scriptOfWords(words: string): { interpreter: Interpreter; text: string } | undefined {
  const found = /^#! ([a-z0-9]+)\n([^]*)$/.exec(words)
  const interpreter = interpreterSchema.safeParse(found?.[1])
  return interpreter.success && found ? { interpreter: interpreter.data, text: found[2] ?? '' } : undefined
}

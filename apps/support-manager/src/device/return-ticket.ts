import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { RESTART_LIFE_MS, idSchema, programAccessSchema } from '@deskside/protocol'
import { z } from 'zod'

const lookSchema = z.strictObject({
  grantId: idSchema,
  requestId: idSchema,
  representativeId: idSchema,
  customerId: idSchema,
  /** Applications are others after a restart: only monitors are looked at again. */
  target: z.union([
    z.strictObject({ kind: z.literal('monitor'), monitorId: z.string().max(200) }),
    z.strictObject({ kind: z.literal('all-monitors') }),
  ]),
})
/** An approval to look at the desktop that goes on after a restart; nothing else does (device R8, THREATS C12). */
export type ReturningLook = z.infer<typeof lookSchema>

const ticketSchema = z.strictObject({
  /** The server that the program was made for. */
  origin: z.string().max(300),
  access: programAccessSchema,
  looks: z.array(lookSchema).max(20),
  /** Until when it brings the program back, and what is in `looks` goes on, in milliseconds since 1970. */
  until: z.number(),
  /** This computer and no other. */
  machine: z.string(),
})
/** With it this program comes back into its session, once, on this computer, until its end. */
export type ReturnTicket = z.infer<typeof ticketSchema>

const TICKET_BYTES = 65_536
const ticketPath = (folder: string): string => join(folder, 'return.json')

/** Keeps a ticket where only this user can read it. It replaces one that is there. */
export function keepTicket(folder: string, ticket: Omit<ReturnTicket, 'machine'>): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const half = join(folder, `return.${process.pid}.${randomBytes(4).toString('hex')}`)
  try {
    writeFileSync(half, JSON.stringify({ ...ticket, machine: thisMachine() }), { mode: 0o600, flag: 'wx' })
    renameSync(half, ticketPath(folder))
  } catch (error) {
    rmSync(half, { force: true })
    throw error
  }
}

export function dropTicket(folder: string): void {
  rmSync(ticketPath(folder), { recursive: true, force: true })
}

interface Taking {
  readonly origin: string
  readonly now: number
  /** Whose file it must be; by default this user's own. */
  readonly owner?: number | undefined
}

/**
 * Takes the ticket: it is gone from then on, whatever was in it. @returns undefined where there is none, or it is not this
 * user's alone, or for another computer or server, or over.
 */
export function takeTicket(
  folder: string,
  { origin, now, owner = process.getuid?.() }: Taking,
): ReturnTicket | undefined {
  const mine = join(folder, `return.${process.pid}.${randomBytes(4).toString('hex')}`)
  try {
    // Whoever moves it away has it: of two starts at once, one.
    renameSync(ticketPath(folder), mine)
    const ticket = read(mine, owner)
    const left = (ticket?.until ?? 0) - now
    const fits = ticket?.origin === origin && ticket.machine === thisMachine()
    return fits && left > 0 && left <= RESTART_LIFE_MS ? ticket : undefined
  } catch (error) {
    if (isSystemError(error)) return undefined
    throw error
  } finally {
    rmSync(mine, { recursive: true, force: true })
  }
}

function read(path: string, owner: number | undefined): ReturnTicket | undefined {
  const file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    const found = fstatSync(file)
    if (!found.isFile() || found.size > TICKET_BYTES || found.nlink > 1) return undefined
    // Windows has no such bits: below LOCALAPPDATA a file is its user's by inheritance.
    if (owner !== undefined && (found.uid !== owner || (found.mode & 0o077) !== 0)) return undefined
    return ticketSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  } finally {
    closeSync(file)
  }
}

/** What a copied home folder does not take along: machine-id(5) where there is one, and the computer's name. */
function thisMachine(): string {
  let id = ''
  try {
    id = readFileSync('/etc/machine-id', 'utf8')
  } catch (error) {
    if (!isSystemError(error)) throw error
  }
  return createHash('sha256').update(`deskside return\n${id}\n${hostname()}`).digest('hex')
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'code' in error
}

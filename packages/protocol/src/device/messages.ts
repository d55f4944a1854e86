import { z } from 'zod'
import { commandSchema, idSchema } from '../session/identifiers.ts'

/** Characters of output in one message at most: however they are escaped, the message stays below 64 KiB. */
export const OUTPUT_PIECE_LENGTH = 8_000
/** Bytes of one message of the device channel at most. */
export const DEVICE_MESSAGE_BYTES = 65_536
/** Bytes of a script's output at most; then it is cut, and says so (R5). */
export const SCRIPT_OUTPUT_BYTES = 1_048_576
/** How long a script may run, in milliseconds. */
export const SCRIPT_LIFE_MS = 600_000
/** How long a computer that is restarted for a representative has to come back, in milliseconds (R8). */
export const RESTART_LIFE_MS = 1_800_000

/** How the use of an approval came out. `stopped`: by either side, or the approval ended. */
export const deviceOutcomeSchema = z.enum(['done', 'failed', 'stopped', 'timed-out', 'restarting'])

const use = {
  grantId: idSchema,
  outcome: deviceOutcomeSchema,
  /** What a script or a command line ended with; null where there is no such thing. */
  exitCode: z.int().nullable(),
}

export const deviceEvents = [z.object({ type: z.literal('device.done'), ...use })] as const

/** For Support Managers only: how the use of an approval came out (R3). */
export const deviceRequests = { 'device.report': commandSchema.extend(use) } as const

/** Which of the five something is about. */
export const deviceKindSchema = z.enum(['information', 'script', 'restart', 'elevate', 'shell'])

const size = { columns: z.int().min(2).max(500), rows: z.int().min(1).max(300) }

/** What the representative's page says on the channel `deskside.device`, as JSON. Which script is in the approval (R4). */
export const deviceAskSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('information') }),
  z.strictObject({ t: z.literal('script') }),
  z.strictObject({ t: z.literal('script-cancel') }),
  z.strictObject({ t: z.literal('restart') }),
  z.strictObject({ t: z.literal('elevate') }),
  z.strictObject({ t: z.literal('shell'), ...size }),
  z.strictObject({ t: z.literal('shell-input'), text: z.string().min(1).max(OUTPUT_PIECE_LENGTH) }),
  z.strictObject({ t: z.literal('shell-size'), ...size }),
  z.strictObject({ t: z.literal('shell-close') }),
  /** The last word about one of the five has arrived: only then is its approval over, and the line may go with it. */
  z.strictObject({ t: z.literal('got'), what: deviceKindSchema }),
])

const label = z.string().max(200)
const bytes = z.number().nonnegative()

/** The fixed list of facts (R7). Sizes in bytes, times in milliseconds. */
export const deviceInformationSchema = z.object({
  system: label,
  release: label,
  architecture: label,
  hostName: label,
  uptimeMs: z.number().nonnegative(),
  processor: z.object({ name: label, cores: z.int().nonnegative() }),
  memory: z.object({ total: bytes, free: bytes }),
  disks: z.array(z.object({ name: label, kind: label, size: bytes, free: bytes })).max(32),
  screens: z.array(z.object({ name: label, width: z.int(), height: z.int() })).max(16),
  networks: z.array(z.object({ name: label, kind: label, addresses: z.array(label).max(8) })).max(32),
  programs: z.array(z.object({ name: label, version: label })).max(16),
})

/** What the Support Manager answers on the same channel. */
export const deviceNoticeSchema = z.discriminatedUnion('t', [
  /** The Support Manager knows of this approval now: it may be begun. The server's news reach the page earlier or later. */
  z.object({ t: z.literal('open'), what: deviceKindSchema, grantId: z.string().max(64) }),
  /** It was not done, and why, for people (R9). */
  z.object({ t: z.literal('refused'), what: deviceKindSchema, sentence: z.string().max(500) }),
  z.object({ t: z.literal('information'), information: deviceInformationSchema }),
  z.object({ t: z.literal('begun'), what: z.enum(['script', 'shell']) }),
  /** `error`: what a script wrote to its standard error. */
  z.object({
    t: z.literal('output'),
    what: z.enum(['script', 'shell']),
    error: z.boolean(),
    text: z.string().max(OUTPUT_PIECE_LENGTH),
  }),
  z.object({
    t: z.literal('ended'),
    what: z.enum(['script', 'shell']),
    outcome: deviceOutcomeSchema,
    exitCode: z.int().nullable(),
    /** There was more output than is sent. */
    cut: z.boolean(),
  }),
  /** The computer restarts now. `until`: as the computer's clock has it, in milliseconds since 1970. */
  z.object({ t: z.literal('restarting'), until: z.number() }),
  /** The program starts anew with more rights. */
  z.object({ t: z.literal('elevated') }),
])

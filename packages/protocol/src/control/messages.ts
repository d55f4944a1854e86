import { z } from 'zod'

/** Which modifier keys are held, and which locks are on, as the representative's keyboard says. */
export const inputModifiersSchema = z.strictObject({
  shift: z.boolean(),
  control: z.boolean(),
  alt: z.boolean(),
  meta: z.boolean(),
  altGraph: z.boolean(),
  capsLock: z.boolean(),
})

/** Combinations that a browser cannot catch, offered as a menu. */
export const COMBINATIONS = {
  'ctrl-alt-del': ['Control', 'Alt', 'Delete'],
  super: ['Meta'],
  'alt-tab': ['Alt', 'Tab'],
  'alt-f4': ['Alt', 'F4'],
  'print-screen': ['PrintScreen'],
  'ctrl-shift-esc': ['Control', 'Shift', 'Escape'],
  'ctrl-esc': ['Control', 'Escape'],
  lock: ['Meta', 'l'],
} as const
export const combinationSchema = z.enum(
  Object.keys(COMBINATIONS) as [keyof typeof COMBINATIONS, ...(keyof typeof COMBINATIONS)[]],
)

/** Characters of one text message at most. */
export const TEXT_LENGTH = 2_000

const place = { x: z.number().min(-1).max(65_536), y: z.number().min(-1).max(65_536) }

/**
 * What the viewer's page says on the channel `deskside.input`. Places are in pixels of the picture that is shown now
 * (its size is in the picture), so they mean nothing without one.
 */
export const inputMessageSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('pointer'), ...place }),
  z.strictObject({ t: z.literal('button'), ...place, button: z.int().min(0).max(4), down: z.boolean() }),
  /** In notches of a wheel, parts of one allowed; positive is down and right. */
  z.strictObject({
    t: z.literal('wheel'),
    ...place,
    dx: z.number().min(-100).max(100),
    dy: z.number().min(-100).max(100),
  }),
  /** UI Events `key` and `code`; a repeat is another `down`. */
  z.strictObject({
    t: z.literal('key'),
    key: z.string().min(1).max(32),
    code: z.string().max(32),
    down: z.boolean(),
    modifiers: inputModifiersSchema,
  }),
  /** What an input method or dead keys composed, or text to be typed. */
  z.strictObject({ t: z.literal('text'), text: z.string().min(1).max(TEXT_LENGTH) }),
  z.strictObject({ t: z.literal('combination'), name: combinationSchema }),
  /** Lets go of everything: the page lost the keyboard. */
  z.strictObject({ t: z.literal('release') }),
  /** Said every second while something is held; without it everything is let go of (R5). */
  z.strictObject({ t: z.literal('held') }),
])

/** What the Support Manager answers on the same channel. */
export const controlNoticeSchema = z.discriminatedUnion('t', [
  z.strictObject({ t: z.literal('open') }),
  /** Input is dropped now, and why. */
  z.strictObject({
    t: z.literal('closed'),
    because: z.enum(['not-granted', 'customer-active', 'question-open', 'outside', 'own-window']),
  }),
])

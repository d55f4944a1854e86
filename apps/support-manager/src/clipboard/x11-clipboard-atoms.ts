import type { X11 } from '../platform/x11.ts'

const NAMES = {
  clipboard: 'CLIPBOARD',
  targets: 'TARGETS',
  timestamp: 'TIMESTAMP',
  incr: 'INCR',
  utf8: 'UTF8_STRING',
  plainUtf8: 'text/plain;charset=utf-8',
  plain: 'text/plain',
  string: 'STRING',
  png: 'image/png',
} as const

/** What marks a content that nobody shall see or keep: password managers on X11, and those of other systems under Wine. */
const CONCEALED = [
  'x-kde-passwordManagerHint',
  'ExcludeClipboardContentFromMonitorProcessing',
  'Clipboard Viewer Ignore',
  'org.nspasteboard.ConcealedType',
  'org.nspasteboard.TransientType',
] as const

/** Places for what is asked for: an owner whose answer was given up may go on writing to the one that it was told. */
const PLACES = 32

export type ClipboardAtoms = Readonly<Record<keyof typeof NAMES, number>> & {
  readonly concealed: ReadonlySet<number>
  readonly places: readonly number[]
}

/** The display's numbers for what is spoken about with selections. */
export async function clipboardAtoms(x: X11): Promise<ClipboardAtoms> {
  const entries = await Promise.all(
    Object.entries(NAMES).map(async ([key, name]) => [key, await x.atom(name)] as const),
  )
  const concealed = new Set(await Promise.all(CONCEALED.map((name) => x.atom(name))))
  const names = Array.from({ length: PLACES }, (_, place) => `DESKSIDE_CLIPBOARD_${place}`)
  const places = await Promise.all(names.map((name) => x.atom(name)))
  return { ...(Object.fromEntries(entries) as Record<keyof typeof NAMES, number>), concealed, places }
}

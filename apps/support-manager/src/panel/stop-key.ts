import type { X11 } from '../platform/x11.ts'

declare module 'x11' {
  interface X11Client {
    // The protocol's own order.
    GrabKey(
      window: number,
      ownerEvents: 0 | 1,
      modifiers: number,
      key: number,
      pointerMode: 0 | 1,
      keyMode: 0 | 1,
    ): void
    UngrabKey(window: number, key: number, modifiers: number): void
  }
}

/** Keysyms (X11/keysymdef.h): End, as a key of its own and on the number pad. */
const END = [0xff57, 0xff9c] as const
/** Keys that lock something: with them on the same keys are another combination to the display. */
const NUM_LOCK = 0xff7f
const SCROLL_LOCK = 0xff14
const CAPS = 2
const CONTROL_AND_ALT = 4 | 8
/** Modifiers without the pointer's buttons. */
const MODIFIERS = 0xff
const ASYNCHRONOUS = 1
/** The display's word for a combination that another program has (X11 protocol, "Access"). */
const TAKEN = 10

export interface StopKey {
  /** False where another program has taken the keys first: then only the panel's own Stop works. */
  readonly held: boolean
  /** True where the system lets no program have such keys: asking again brings none. */
  readonly never?: true
  /** Gives the keys back. A second time nothing happens. */
  close(): void
}

/**
 * Ctrl+Alt+End anywhere on the desktop, whichever window has the keyboard (THREATS C10): `pressed` is called when it goes down,
 * and again while it is held. The connection should be one of its own.
 */
export async function holdStopKey(x: X11, pressed: () => void): Promise<StopKey> {
  const combinations = await combinationsOf(x)
  let taken = false
  const heard = x.onRefusal(({ code }) => void (taken ||= code === TAKEN))
  for (const { key, modifiers } of combinations) x.client.GrabKey(x.root, 0, modifiers, key, ASYNCHRONOUS, ASYNCHRONOUS)
  await x.sync()
  heard()
  const deaf = x.onEvent((event) => {
    if (event.name !== 'KeyPress') return
    const modifiers = event.buttons & MODIFIERS
    if (combinations.some((is) => is.key === event.keycode && is.modifiers === modifiers)) pressed()
  })
  return {
    held: !taken && combinations.length > 0,
    close() {
      deaf()
      if (!x.open) return
      for (const { key, modifiers } of combinations) x.client.UngrabKey(x.root, key, modifiers)
    },
  }
}

/** The keys as this keyboard has them, with and without each lock. */
async function combinationsOf(x: X11): Promise<readonly { readonly key: number; readonly modifiers: number }[]> {
  const { client, keycodes } = x
  const count = keycodes.max - keycodes.min + 1
  const symbols = await x.ask<readonly (readonly number[])[]>((reply) =>
    client.GetKeyboardMapping(keycodes.min, count, reply),
  )
  const rows = await x.ask<readonly (readonly number[])[]>((reply) => client.GetModifierMapping(reply))
  const keysOf = (...wanted: readonly number[]): number[] =>
    symbols.flatMap((row, index) => (row.some((symbol) => wanted.includes(symbol)) ? [keycodes.min + index] : []))
  const modifierOf = (symbol: number): number => {
    const keys = keysOf(symbol)
    const row = rows.findIndex((row) => row.some((key) => keys.includes(key)))
    return row < 0 ? 0 : 1 << row
  }
  const locks = subsetsOf([CAPS, modifierOf(NUM_LOCK), modifierOf(SCROLL_LOCK)])
  return keysOf(...END).flatMap((key) => locks.map((lock) => ({ key, modifiers: CONTROL_AND_ALT | lock })))
}

/** All sums of bits, each once. */
function subsetsOf(bits: readonly number[]): readonly number[] {
  const sums = bits.reduce<number[]>((all, bit) => [...all, ...all.map((sum) => sum | bit)], [0])
  return [...new Set(sums)]
}

import type { X11Keyboard } from 'x11'
import type { X11 } from '../platform/x11.ts'
import type { KeyGuardian } from './key-guardian.ts'
import { X11Keymap } from './x11-keymap.ts'
import { X11Settled } from './x11-settled.ts'

/** XKB's name for the keyboard that the desktop sees. */
const CORE_KEYBOARD = 0x100
const GET_MAP = 8
/** Parts of GetMap: key types, symbols, modifiers. */
const PARTS = 0b111
/** NewKeyboardNotify and MapNotify. */
const LAYOUT_EVENTS = 0b11

/** A bound key has two groups, as a keyboard with two layouts has: there are few keys to spare. */
const GROUPS = 2

/** What a key makes without and with Shift. */
export type KeysymPair = readonly [number, number]

/** What a slot (a key's group) is bound to, and the number of the press that used its key last; 0 for none. */
interface Bound {
  readonly pair: KeysymPair
  readonly press: number
}

export interface KeyboardState {
  readonly mods: number
  readonly locked: number
  readonly group: number
  readonly lockedGroup: number
}

interface Parts {
  readonly xkb: X11Keyboard
  readonly map: X11Keymap
  readonly settled: X11Settled
  readonly guardian: KeyGuardian
}

/**
 * The desktop's keyboard layout as it is now, and keys bound to characters that it lacks. Programs read the layout when they
 * come to a key's event, not when it happened, so a key that was bound may only be bound anew when its events are dealt with.
 */
export class X11Layout {
  readonly #x: X11
  readonly #xkb: X11Keyboard
  readonly #settled: X11Settled
  readonly #guardian: KeyGuardian
  readonly #stop: () => void
  #map: X11Keymap
  #stale = false
  /** What we bound, by its slot, the one used longest ago first. */
  readonly #bound = new Map<number, Bound>()
  #presses = 0
  #settledAt = 0

  private constructor(x: X11, parts: Parts) {
    this.#x = x
    this.#xkb = parts.xkb
    this.#map = parts.map
    this.#settled = parts.settled
    this.#guardian = parts.guardian
    this.#stop = x.onEvent((event) => {
      if (event.name === 'MappingNotify' || event.name === 'XkbEvent') this.#stale = true
    })
    parts.xkb.SelectEvents(CORE_KEYBOARD, LAYOUT_EVENTS, 0, LAYOUT_EVENTS, 0xff, 0xff)
  }

  static async open(x: X11, guardian: KeyGuardian): Promise<X11Layout> {
    const xkb = await x.extension('xkb')
    const map = await readMap(x, xkb, () => undefined)
    return new X11Layout(x, { xkb, map, settled: await X11Settled.open(x), guardian })
  }

  /** The layout; read again where it changed. */
  async map(): Promise<X11Keymap> {
    if (this.#stale) {
      this.#map = await readMap(this.#x, this.#xkb, () => (this.#stale = false))
      const free = new Set(this.#map.spares())
      for (const slot of this.#bound.keys()) if (free.has(keycodeOf(slot))) this.#bound.delete(slot)
    }
    return this.#map
  }

  async state(): Promise<KeyboardState> {
    const found = await this.#x.ask<{ mods: number; lockedMods: number; group: number; lockedGroup: number }>((reply) =>
      this.#xkb.GetState(CORE_KEYBOARD, reply),
    )
    return { mods: found.mods, locked: found.lockedMods, group: found.group, lockedGroup: found.lockedGroup }
  }

  /** Switches locks on or off (bits of `locks` within `mask`), and to a group of the layout. */
  lock({ mask, locks, group }: { mask: number; locks: number; group?: number | undefined }): void {
    this.#xkb.LatchLockState(CORE_KEYBOARD, mask, locks, group !== undefined, group ?? 0, 0, 0, false, 0)
  }

  /** Say which key was pressed, so that it is not bound anew too soon. */
  used(keycode: number): void {
    const slots = slotsOf(keycode).filter((slot) => this.#bound.has(slot))
    if (slots.length > 0) this.#presses += 1
    // Which of its groups it was matters little: both are taken for used.
    for (const slot of slots) {
      const bound = this.#bound.get(slot)
      if (bound === undefined) continue
      this.#bound.delete(slot)
      this.#bound.set(slot, { pair: bound.pair, press: this.#presses })
    }
  }

  /** Binds spare keys to pairs of keysyms (without and with Shift), as many of the first as there is room for at once. */
  async bind(pairs: readonly KeysymPair[]): Promise<void> {
    const spares = (await this.map()).spares()
    const keycodes = new Set([...spares, ...[...this.#bound.keys()].map(keycodeOf)])
    // First groups first: they need no switching.
    const free = [...keycodes]
      .flatMap(slotsOf)
      .filter((slot) => !this.#bound.has(slot))
      .sort((one, other) => (one % GROUPS) - (other % GROUPS))
    const room = this.#bound.size + free.length
    // Half of the room at a time: the other half may still be on its way to a program.
    const now = pairs.slice(0, Math.max(1, Math.floor(room / 2)))
    const slots = [...free, ...this.#bound.keys()].slice(0, now.length)
    const latest = Math.max(0, ...slots.map((slot) => this.#bound.get(slot)?.press ?? 0))
    if (latest > this.#settledAt) {
      const upTo = this.#presses
      await this.#settled.wait()
      this.#settledAt = upTo
    }
    for (const [index, slot] of slots.entries()) {
      const pair = now[index]
      if (pair === undefined) break
      this.#bound.delete(slot)
      this.#bound.set(slot, { pair, press: 0 })
    }
    for (const keycode of new Set(slots.map(keycodeOf))) {
      this.#guardian.note('bound', keycode, true)
      const made = slotsOf(keycode).flatMap((slot) => this.#bound.get(slot)?.pair ?? [0, 0])
      this.#x.client.ChangeKeyboardMapping(keycode, GROUPS * 2, made)
    }
    this.#map = await readMap(this.#x, this.#xkb, () => (this.#stale = false))
  }

  /** Gives the bound keys back, when what they typed has arrived. */
  async close(): Promise<void> {
    if (this.#x.open && this.#presses > this.#settledAt) await this.#settled.wait()
    this.#stop()
    this.#settled.close()
    if (!this.#x.open) return
    for (const keycode of new Set([...this.#bound.keys()].map(keycodeOf))) {
      this.#x.client.ChangeKeyboardMapping(keycode, 2, [0, 0])
      this.#guardian.note('bound', keycode, false)
    }
    this.#bound.clear()
  }
}

function slotsOf(keycode: number): number[] {
  return Array.from({ length: GROUPS }, (_, group) => keycode * GROUPS + group)
}

function keycodeOf(slot: number): number {
  return Math.floor(slot / GROUPS)
}

/** `read` is told in the moment of the answer: an event that comes after it is about a later change. */
function readMap(x: X11, xkb: X11Keyboard, read: () => void): Promise<X11Keymap> {
  const body = Buffer.alloc(24)
  body.writeUInt16LE(CORE_KEYBOARD, 0)
  body.writeUInt16LE(PARTS, 2)
  return x.request({ major: xkb.majorOpcode, minor: GET_MAP }, body, (reply) => {
    read()
    return new X11Keymap(reply)
  })
}

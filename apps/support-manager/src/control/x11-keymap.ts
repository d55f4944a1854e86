import { codePointOf } from './keysym-text.ts'

/** Bits of the modifiers' state that have a fixed meaning (X11 protocol, SETofKEYBUTMASK). */
export const MODIFIER = { shift: 1, lock: 2, control: 4 } as const

/** Where a keysym is in a keyboard layout. */
export interface KeyPlace {
  readonly keycode: number
  readonly group: number
  readonly level: number
}

interface KeyType {
  /** The modifiers that choose between a key's levels. */
  readonly mask: number
  readonly levels: ReadonlyMap<number, number>
}

interface Key {
  readonly types: readonly number[]
  readonly groups: number
  /** What happens in a group that the key does not have: bits 6 and 7, the group to take instead in 4 and 5. */
  readonly outside: number
  readonly width: number
  readonly keysyms: readonly number[]
}

/** Which modifiers are down or locked, and which of them may be let go of or switched off for a moment. */
export interface ModifierState {
  readonly mods: number
  readonly locked: number
  /** What only our own keys hold. */
  readonly ours: number
  readonly group: number
}

/** How to press a place: modifiers to press, to let go of and locks to switch off before, and to restore after. */
export interface Stroke {
  readonly keycode: number
  /** The layout's group to switch to for the moment; undefined for the one that is on. */
  readonly group: number | undefined
  readonly press: number
  readonly lift: number
  readonly unlock: number
  /** The modifiers that choose between the key's levels. */
  readonly uses: number
}

/** The modifiers that are switched on by holding a key, each with such a key; locks are not among them. */
const HOLDING: ReadonlySet<number> = new Set([
  0xffe1, 0xffe2, 0xffe3, 0xffe4, 0xffe7, 0xffe8, 0xffe9, 0xffea, 0xffeb, 0xffec, 0xfe03, 0xfe04, 0xff7e, 0xfe11,
])

/** A keyboard layout as the display's server has it (XKB protocol, GetMap with types, symbols and modifiers). */
export class X11Keymap {
  readonly #types: readonly KeyType[]
  readonly #keys: ReadonlyMap<number, Key>
  readonly #modifiers: ReadonlyMap<number, number>
  readonly #byKeysym = new Map<number, KeyPlace[]>()
  readonly #byCodePoint = new Map<number, KeyPlace[]>()
  /** For each modifier bit a key that switches it on while it is held. */
  readonly #holders = new Map<number, number>()

  constructor(reply: Buffer) {
    const { types, keys, modifiers } = parseMap(reply)
    this.#types = types
    this.#keys = keys
    this.#modifiers = modifiers
    for (const [keycode, key] of keys) this.#index(keycode, key)
    for (const [keycode, bits] of modifiers) {
      if (!HOLDING.has(keys.get(keycode)?.keysyms[0] ?? 0)) continue
      for (let bit = 1; bit <= 0x80; bit <<= 1)
        if ((bits & bit) !== 0 && !this.#holders.has(bit)) this.#holders.set(bit, keycode)
    }
  }

  /** Keycodes that make nothing and are free to be bound, the highest first. */
  spares(): readonly number[] {
    return [...this.#keys]
      .filter(([keycode, key]) => !this.#modifiers.has(keycode) && key.keysyms.every((keysym) => keysym === 0))
      .map(([keycode]) => keycode)
      .reverse()
  }

  placesOf(keysym: number): readonly KeyPlace[] {
    return this.#byKeysym.get(keysym) ?? []
  }

  /** Where a character is, whichever of its keysyms the layout uses. */
  placesOfCharacter(codePoint: number): readonly KeyPlace[] {
    return this.#byCodePoint.get(codePoint) ?? []
  }

  keysymsOf(keycode: number): readonly number[] {
    return this.#keys.get(keycode)?.keysyms ?? []
  }

  /** The modifiers that a key switches on. */
  modifiersOf(keycode: number): number {
    return this.#modifiers.get(keycode) ?? 0
  }

  /** A key to hold for a modifier's bit. */
  holderOf(bit: number): number | undefined {
    return this.#holders.get(bit)
  }

  /** A key that makes a keysym without Shift or others like it, in the group that is on if there is one. */
  plainKey(keysym: number, group: number): KeyPlace | undefined {
    const places = this.placesOf(keysym).filter(({ level }) => level === 0)
    return places.find((place) => this.#isHere(place, group)) ?? places[0]
  }

  /** Whether a place is reached in a group of the layout without switching. */
  #isHere(place: KeyPlace, group: number): boolean {
    const key = this.#keys.get(place.keycode)
    return key !== undefined && effectiveGroup(key, group) === place.group
  }

  /**
   * The least that has to be pressed and let go of to reach one of the places; undefined where none can be reached.
   * `cased` says that the keysym is a letter, which programs make a capital while CapsLock is on and the key's type does
   * not use it (XKB library, "Lock").
   */
  stroke(places: readonly KeyPlace[], state: ModifierState, cased: boolean): Stroke | undefined {
    let best: { stroke: Stroke; cost: number } | undefined
    for (const place of places) {
      const key = this.#keys.get(place.keycode)
      const type = this.#types[key?.types[place.group] ?? -1]
      if (key === undefined || type === undefined) continue
      const here = this.#isHere(place, state.group)
      for (const wanted of type.levels.keys()) {
        if (type.levels.get(wanted) !== place.level) continue
        const found = this.#reach(type.mask, wanted, { state, cased })
        const cost = found === undefined ? Infinity : found.cost + (here ? 0 : 10)
        if (found === undefined || cost >= (best?.cost ?? Infinity)) continue
        const { press, lift, unlock } = found
        const group = here ? undefined : place.group
        best = { cost, stroke: { keycode: place.keycode, group, press, lift, unlock, uses: type.mask } }
      }
    }
    return best?.stroke
  }

  #reach(
    mask: number,
    wanted: number,
    { state, cased }: { state: ModifierState; cased: boolean },
  ): { press: number; lift: number; unlock: number; cost: number } | undefined {
    const now = state.mods & mask
    const press = wanted & ~now
    let unlock = now & ~wanted & state.locked
    const lift = now & ~wanted & ~unlock
    if (cased && (mask & MODIFIER.lock) === 0) unlock |= state.locked & MODIFIER.lock
    if ((lift & ~state.ours) !== 0) return undefined
    for (let bit = 1; bit <= 0x80; bit <<= 1)
      if ((press & bit) !== 0 && (bit === MODIFIER.lock || !this.#holders.has(bit))) return undefined
    return { press, lift, unlock, cost: bits(press) + bits(lift) + 5 * bits(unlock) }
  }

  #index(keycode: number, key: Key): void {
    for (const [at, keysym] of key.keysyms.entries()) {
      if (keysym === 0) continue
      const place = { keycode, group: Math.floor(at / key.width), level: at % key.width }
      add(this.#byKeysym, keysym, place)
      const codePoint = codePointOf(keysym)
      if (codePoint !== undefined) add(this.#byCodePoint, codePoint, place)
    }
  }
}

function add(index: Map<number, KeyPlace[]>, name: number, place: KeyPlace): void {
  const places = index.get(name)
  if (places === undefined) index.set(name, [place])
  else places.push(place)
}

function bits(mask: number): number {
  let count = 0
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1
  return count
}

/** The group that a key takes when the keyboard is in one that it does not have (XKB protocol, "Key Symbol Map"). */
function effectiveGroup(key: Key, group: number): number {
  if (group < key.groups || key.groups === 0) return group
  if ((key.outside & 0x80) !== 0) return Math.min((key.outside >> 4) & 3, key.groups - 1)
  return (key.outside & 0x40) === 0 ? group % key.groups : key.groups - 1
}

/** Reads GetMap's reply after its first eight bytes; sizes and order as in X.Org's XKBproto.h. */
function parseMap(reply: Buffer): {
  types: KeyType[]
  keys: Map<number, Key>
  modifiers: Map<number, number>
} {
  let at = 32
  const types: KeyType[] = []
  for (let index = 0; index < reply.readUInt8(7); index += 1) {
    const entries = reply.readUInt8(at + 5)
    types.push(readType(reply, at))
    at += 8 + entries * (reply.readUInt8(at + 6) === 0 ? 8 : 12)
  }
  const keys = new Map<number, Key>()
  const first = reply.readUInt8(9)
  for (let index = 0; index < reply.readUInt8(12); index += 1) {
    const count = reply.readUInt16LE(at + 6)
    const info = reply.readUInt8(at + 4)
    keys.set(first + index, {
      types: [...reply.subarray(at, at + 4)],
      groups: info & 0xf,
      outside: info,
      width: Math.max(1, reply.readUInt8(at + 5)),
      keysyms: Array.from({ length: count }, (_, keysym) => reply.readUInt32LE(at + 8 + keysym * 4)),
    })
    at += 8 + count * 4
  }
  const modifiers = new Map<number, number>()
  for (let index = 0; index < reply.readUInt8(25); index += 1)
    modifiers.set(reply.readUInt8(at + index * 2), reply.readUInt8(at + index * 2 + 1))
  return { types, keys, modifiers }
}

/** For every combination of a type's modifiers the level that it chooses. */
function readType(reply: Buffer, at: number): KeyType {
  const mask = reply.readUInt8(at)
  const chosen = new Map<number, number>()
  for (let entry = 0; entry < reply.readUInt8(at + 5); entry += 1) {
    const from = at + 8 + entry * 8
    if (reply.readUInt8(from) !== 0) chosen.set(reply.readUInt8(from + 1), reply.readUInt8(from + 2))
  }
  const levels = new Map<number, number>([[0, chosen.get(0) ?? 0]])
  for (let part = mask; part !== 0; part = (part - 1) & mask) levels.set(part, chosen.get(part) ?? 0)
  return { mask, levels }
}

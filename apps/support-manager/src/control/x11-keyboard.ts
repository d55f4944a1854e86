import type { InputModifiers } from '@deskside/protocol'
import { isModifierKey, keycodeAt, latinAt, LOCK_KEYS, MODIFIER_KEYS, namedKeysyms } from './key-names.ts'
import { casesOf, keysymOf } from './keysym-text.ts'
import type { X11Inject } from './x11-inject.ts'
import { MODIFIER, type ModifierState, type Stroke, type X11Keymap } from './x11-keymap.ts'
import type { KeyboardState, KeysymPair, X11Layout } from './x11-layout.ts'

/** Characters that go out between two looks at the keyboard's state. */
const BURST = 32
/** Characters that are keys of their own. */
const CONTROL_CHARACTERS: ReadonlyMap<number, number> = new Map([
  [0x0a, 0xff0d],
  [0x09, 0xff09],
])

type Stands = () => boolean

/** What is known when a key is pressed. */
interface Now {
  readonly map: X11Keymap
  readonly keyboard: KeyboardState
  readonly state: ModifierState
}

export interface KeyPress {
  readonly key: string
  readonly code: string
  readonly down: boolean
  readonly modifiers: InputModifiers
}

/** Keys as a browser tells them, pressed on an X11 display whatever its layout is. Call one method at a time. */
export class X11Keyboard {
  readonly #inject: X11Inject
  readonly #layout: X11Layout
  /** What we hold: modifiers by the browser's `code` (both Shift keys may be down), and keys that make no character. */
  readonly #held = new Map<string, { readonly keycode: number; readonly flag: keyof InputModifiers | undefined }>()

  constructor(inject: X11Inject, layout: X11Layout) {
    this.#inject = inject
    this.#layout = layout
  }

  async key(press: KeyPress, stands: Stands): Promise<void> {
    const { key, code, down, modifiers } = press
    if (LOCK_KEYS.has(key)) return
    if (isModifierKey(key)) return await this.#modifier({ key, code, down }, stands)
    this.#keepInStep(modifiers)
    if (!down) return this.#release(code || key)
    const shortcut = (modifiers.control || modifiers.alt || modifiers.meta) && !modifiers.altGraph
    const named = namedKeysyms(key, code)
    const character = [...key].length === 1 ? key.codePointAt(0) : undefined
    if (named.length === 0 && !shortcut) {
      if (character !== undefined) await this.#type([character], stands)
      else if (key === 'Unidentified') this.#place(code)
      return
    }
    const added = await this.#addMissing(modifiers, stands)
    const now = await this.#look()
    if (!stands()) return
    const hold = !shortcut && added.length === 0
    const done = named.length > 0 && (await this.#named({ keysyms: named, name: code || key, hold }, { now, stands }))
    // A digit of the numeric pad where that has none now (NumLock) is one of the row above the letters.
    if (!done && shortcut) await this.#shortcut(press, { now, stands })
    else if (!done && character !== undefined) await this.#type([character], stands)
    for (const name of added) this.#release(name)
  }

  async text(text: string, stands: Stands): Promise<void> {
    const lines = text.replaceAll(/\r\n?/gu, '\n')
    await this.#type(
      [...lines].map((character) => character.codePointAt(0) ?? 0),
      stands,
    )
  }

  async combination(keys: readonly string[], stands: Stands): Promise<void> {
    const pressed: string[] = []
    const plain = { shift: false, control: false, alt: false, meta: false, altGraph: false, capsLock: false }
    const modifiers = { ...plain }
    for (const key of keys) {
      if (!stands()) break
      if (isModifierKey(key)) {
        const code = `combination ${key}`
        await this.#modifier({ key, code, down: true }, stands)
        pressed.push(code)
        modifiers[MODIFIER_KEYS[key].flag] = true
      } else {
        const now = await this.#look()
        if (!stands()) break
        const keysyms = namedKeysyms(key, key)
        if (keysyms.length > 0) await this.#named({ keysyms, name: key, hold: false }, { now, stands })
        else await this.#shortcut({ key, code: '', down: true, modifiers }, { now, stands })
      }
    }
    for (const code of pressed.reverse()) this.#release(code)
  }

  /** Lets go of all that is held, the last first. */
  releaseAll(): void {
    for (const name of [...this.#held.keys()].reverse()) this.#release(name)
  }

  async #modifier(
    { key, code, down }: { key: keyof typeof MODIFIER_KEYS; code: string; down: boolean },
    stands: Stands,
  ): Promise<void> {
    const name = code || key
    if (!down) return this.#release(name)
    if (this.#held.has(name)) return
    const { map, keyboard } = await this.#look()
    if (!stands()) return
    const { left, right, flag } = MODIFIER_KEYS[key]
    const keysyms: readonly number[] = code.endsWith('Right') ? right : left
    for (const keysym of keysyms) {
      const place = map.plainKey(keysym, keyboard.group)
      if (place === undefined) continue
      this.#inject.key(place.keycode, true)
      this.#held.set(name, { keycode: place.keycode, flag })
      return
    }
  }

  /** A modifier that the representative's keyboard no longer holds is let go of: its release may have gone elsewhere. */
  #keepInStep(modifiers: InputModifiers): void {
    for (const [name, { flag }] of [...this.#held]) if (flag !== undefined && !modifiers[flag]) this.#release(name)
  }

  /** Holds the modifiers that the representative held before the keyboard was here, for one key. */
  async #addMissing(modifiers: InputModifiers, stands: Stands): Promise<string[]> {
    const held = new Set([...this.#held.values()].map(({ flag }) => flag))
    const added: string[] = []
    for (const key of ['Shift', 'Control', 'Alt', 'Meta'] as const) {
      const { flag } = MODIFIER_KEYS[key]
      if (!modifiers[flag] || held.has(flag) || !stands()) continue
      added.push(`missing ${key}`)
      await this.#modifier({ key, code: `missing ${key}`, down: true }, stands)
    }
    return added
  }

  /**
   * A key that makes no character is held as long as the representative holds it. The display would begin to repeat it, and
   * so would the browser: pressing and letting go of a key that means nothing ends the display's repeating. False where no key
   * makes it as things are.
   */
  async #named(
    { keysyms, name, hold }: { keysyms: readonly number[]; name: string; hold: boolean },
    { now, stands }: { now: Now; stands: Stands },
  ): Promise<boolean> {
    let { map } = now
    const first = keysyms[0] ?? 0
    if (!keysyms.some((keysym) => map.placesOf(keysym).length > 0)) {
      await this.#layout.bind([[first, first]])
      if (!stands()) return true
      map = await this.#layout.map()
    }
    for (const keysym of keysyms) {
      const plain = map.plainKey(keysym, now.keyboard.group)
      if (plain !== undefined) {
        const quiet = map.spares()[0]
        if (!hold || quiet === undefined) {
          this.#tap(plain.keycode)
          return true
        }
        this.#release(name)
        this.#inject.key(plain.keycode, true)
        this.#held.set(name, { keycode: plain.keycode, flag: undefined })
        this.#tap(quiet)
        return true
      }
      const stroke = map.stroke(map.placesOf(keysym), now.state, false)
      if (stroke === undefined || stroke.press !== 0 || stroke.lift !== 0 || stroke.unlock !== 0) continue
      this.#strike(stroke, now)
      return true
    }
    return false
  }

  /** With Control, Alt or Meta it is the key that carries the letter; on a keyboard of another script, the Latin one there. */
  async #shortcut({ key, code, modifiers }: KeyPress, { now, stands }: { now: Now; stands: Stands }): Promise<void> {
    const ascii = /^[ -~]$/u.test(key) ? key.toLowerCase() : latinAt(code)
    if (ascii === undefined) {
      if (keycodeAt(code) === undefined && [...key].length === 1) await this.#type([key.codePointAt(0) ?? 0], stands)
      else this.#place(code)
      return
    }
    const codePoint = ascii.codePointAt(0) ?? 0
    let { map } = now
    const isLetter = casesOf(codePoint) !== undefined
    if (map.placesOfCharacter(codePoint).length === 0) {
      await this.#layout.bind([pairOf(codePoint, false)])
      if (!stands()) return
      map = await this.#layout.map()
    }
    const plain = map.plainKey(codePoint, now.keyboard.group)
    if (isLetter && plain !== undefined) {
      // As it is, with Shift where that is held: Control+Shift+C.
      const places = [plain]
      const state = { ...now.state, mods: 0, locked: 0 }
      const stroke = map.stroke(places, state, false)
      if (stroke !== undefined) this.#strike({ ...stroke, uses: 0xff }, now)
      return
    }
    const stroke = map.stroke(map.placesOfCharacter(codePoint), now.state, false)
    if (stroke !== undefined) this.#strike({ ...stroke, uses: 0xff }, now)
    else if (modifiers.control) this.#place(code)
  }

  async #type(codePoints: readonly number[], stands: Stands): Promise<void> {
    let next = 0
    while (next < codePoints.length) {
      const now = await this.#look()
      if (!stands()) return
      const end = Math.min(codePoints.length, next + BURST)
      while (next < end && this.#character(codePoints[next] ?? 0, now)) next += 1
      if (next === end) continue
      await this.#layout.bind(this.#missing(codePoints.slice(next), now))
      const bound = await this.#look()
      if (!stands()) return
      // What cannot be typed even now (control characters) is left out.
      this.#character(codePoints[next] ?? 0, bound)
      next += 1
    }
  }

  /** Types one character; false where no key makes it now. */
  #character(codePoint: number, now: Now): boolean {
    const stroke = findStroke(codePoint, now)
    if (stroke !== undefined) this.#strike(stroke, now)
    return stroke !== undefined
  }

  #missing(codePoints: readonly number[], now: Now): KeysymPair[] {
    const pairs = new Map<string, KeysymPair>()
    for (const codePoint of new Set(codePoints)) {
      if (keysymOf(codePoint) === undefined || findStroke(codePoint, now) !== undefined) continue
      const pair = pairOf(codePoint, now.map.placesOf(keysymOf(codePoint) ?? 0).length > 0)
      pairs.set(pair.join(' '), pair)
    }
    return [...pairs.values()]
  }

  /** Presses and lets go of one key, with the modifiers put right before and as they were after. */
  #strike(stroke: Stroke, { map, keyboard, state }: Now): void {
    const spoils = state.ours & ~stroke.uses & ~MODIFIER.shift & ~MODIFIER.lock
    const lift = stroke.lift | spoils
    const lifted = [...this.#held.values()]
      .map(({ keycode }) => keycode)
      .filter((keycode) => (map.modifiersOf(keycode) & lift) !== 0)
    const pressed: number[] = []
    for (let bit = 1; bit <= 0x80; bit <<= 1) {
      const holder = (stroke.press & bit) === 0 ? undefined : map.holderOf(bit)
      if (holder !== undefined) pressed.push(holder)
    }
    for (const keycode of lifted) this.#inject.key(keycode, false)
    for (const keycode of pressed) this.#inject.key(keycode, true)
    const locks = { mask: stroke.unlock, locks: 0, group: stroke.group }
    const changes = stroke.unlock !== 0 || stroke.group !== undefined
    if (changes) this.#layout.lock(locks)
    this.#tap(stroke.keycode)
    const group = stroke.group === undefined ? undefined : keyboard.lockedGroup
    if (changes) this.#layout.lock({ mask: stroke.unlock, locks: stroke.unlock, group })
    for (const keycode of pressed.reverse()) this.#inject.key(keycode, false)
    for (const keycode of lifted) this.#inject.key(keycode, true)
  }

  #place(code: string): void {
    const keycode = keycodeAt(code)
    if (keycode !== undefined) this.#tap(keycode)
  }

  #tap(keycode: number): void {
    this.#inject.key(keycode, true)
    this.#inject.key(keycode, false)
    this.#layout.used(keycode)
  }

  #release(name: string): void {
    const held = this.#held.get(name)
    if (held === undefined) return
    this.#held.delete(name)
    const still = [...this.#held.values()].some(({ keycode }) => keycode === held.keycode)
    if (!still) this.#inject.key(held.keycode, false)
  }

  async #look(): Promise<Now> {
    const map = await this.#layout.map()
    const keyboard = await this.#layout.state()
    const { mods, locked, group } = keyboard
    let ours = 0
    for (const { keycode } of this.#held.values()) ours |= map.modifiersOf(keycode)
    return { map, keyboard, state: { mods, locked, ours, group } }
  }
}

function findStroke(codePoint: number, { map, state }: Now): Stroke | undefined {
  const key = CONTROL_CHARACTERS.get(codePoint)
  const places = key === undefined ? map.placesOfCharacter(codePoint) : map.placesOf(key)
  return map.stroke(places, state, casesOf(codePoint) !== undefined)
}

/** What a key is bound to for a character: a letter's two cases, or (`alone`) twice the same, so that Shift does nothing. */
function pairOf(codePoint: number, alone: boolean): KeysymPair {
  const [small, capital] = (alone ? undefined : casesOf(codePoint)) ?? [codePoint, codePoint]
  return [keysymOf(small) ?? 0, keysymOf(capital) ?? 0]
}

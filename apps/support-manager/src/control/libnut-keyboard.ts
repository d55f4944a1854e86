import type { InputModifiers } from '@deskside/protocol'
import type { InputPort } from './input-port.ts'
import { isModifierKey, LOCK_KEYS } from './key-names.ts'
import type { Libnut } from './libnut-addon.ts'
import { LIBNUT_MODIFIERS, libnutKey, libnutShortcut } from './libnut-keys.ts'
import { characterTyping, type TypeCharacter } from './libnut-text.ts'

/** Characters that are typed at once, before others have their turn. */
const BURST = 32

type KeyPress = Parameters<InputPort['key']>[0]

/** Keys as a browser tells them. What makes a character is typed as one, whatever the desktop's layout is. */
export class LibnutKeyboard {
  readonly #part: Libnut
  readonly #typeCharacter: TypeCharacter
  /** What we hold, by the browser's `code`. */
  readonly #held = new Map<string, { readonly key: string; readonly flag: keyof InputModifiers | undefined }>()

  constructor(part: Libnut) {
    this.#part = part
    this.#typeCharacter = characterTyping(part)
  }

  key({ key, code, down, modifiers }: KeyPress): void {
    const name = code || key
    if (LOCK_KEYS.has(key)) return
    if (isModifierKey(key)) {
      const { flag, left, right } = LIBNUT_MODIFIERS[key]
      if (!down) return this.#release(name)
      // What AltGraph makes comes as a character.
      if (flag !== 'altGraph' && !this.#held.has(name))
        this.#hold(name, { key: code.endsWith('Right') ? right : left, flag })
      return
    }
    // A modifier that the representative's keyboard no longer holds is let go of: its release may have gone elsewhere.
    for (const [held, { flag }] of [...this.#held]) if (flag !== undefined && !modifiers[flag]) this.#release(held)
    if (!down) return this.#release(name)
    const shortcut = (modifiers.control || modifiers.alt || modifiers.meta) && !modifiers.altGraph
    const named = libnutKey(key)
    if (named === undefined && !shortcut) {
      if ([...key].length === 1) this.#type(key)
      return
    }
    const pressed = named ?? libnutShortcut(key, code)
    if (pressed === undefined) return
    const added = this.#addMissing(modifiers)
    // A key is held as long as the representative holds it; their browser's repeats are the only ones.
    if (named !== undefined && !shortcut && added.length === 0) {
      this.#release(name)
      this.#hold(name, { key: named, flag: undefined })
    } else this.#tap(pressed)
    for (const missing of added) this.#release(missing)
  }

  async text(text: string, stands: () => boolean): Promise<void> {
    const characters = [...text.replaceAll(/\r\n?/gu, '\n')]
    for (let at = 0; at < characters.length && stands(); at += BURST) {
      for (const character of characters.slice(at, at + BURST)) this.#type(character)
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  combination(keys: readonly string[]): void {
    const pressed: string[] = []
    for (const key of keys) {
      if (isModifierKey(key)) {
        const { left, flag } = LIBNUT_MODIFIERS[key]
        const name = `combination ${key}`
        this.#hold(name, { key: left, flag })
        pressed.push(name)
      } else this.#tap(libnutKey(key) ?? libnutShortcut(key, '') ?? key)
    }
    for (const name of pressed.reverse()) this.#release(name)
  }

  /** Lets go of all that is held, the last first. */
  releaseAll(): void {
    for (const name of [...this.#held.keys()].reverse()) this.#release(name)
  }

  #type(character: string): void {
    if (character === '\n') this.#tap('enter')
    else if (character === '\t') this.#tap('tab')
    // What is held would make a shortcut of it; control characters are no text.
    else if (!/\p{Cc}/u.test(character)) this.#without(() => this.#typeCharacter(character))
  }

  /** Does something with no modifier of ours down. */
  #without(act: () => void): void {
    const lifted = [...this.#held.values()].filter(({ flag }) => flag !== undefined)
    for (const { key } of lifted) this.#part.keyToggle(key, 'up')
    act()
    for (const { key } of lifted) this.#part.keyToggle(key, 'down')
  }

  /** Holds the modifiers that the representative held before the keyboard was here, for one key. */
  #addMissing(modifiers: InputModifiers): string[] {
    const held = new Set([...this.#held.values()].map(({ flag }) => flag))
    const added: string[] = []
    for (const key of ['Shift', 'Control', 'Alt', 'Meta'] as const) {
      const { flag, left } = LIBNUT_MODIFIERS[key]
      if (!modifiers[flag] || held.has(flag)) continue
      added.push(`missing ${key}`)
      this.#hold(`missing ${key}`, { key: left, flag })
    }
    return added
  }

  #hold(name: string, held: { readonly key: string; readonly flag: keyof InputModifiers | undefined }): void {
    // First the key: one that the system does not have is refused, and then nothing is held.
    this.#part.keyToggle(held.key, 'down')
    this.#held.set(name, held)
  }

  #tap(key: string): void {
    this.#part.keyToggle(key, 'down')
    this.#part.keyToggle(key, 'up')
  }

  #release(name: string): void {
    const held = this.#held.get(name)
    if (held === undefined) return
    this.#held.delete(name)
    const still = [...this.#held.values()].some(({ key }) => key === held.key)
    if (!still) this.#part.keyToggle(held.key, 'up')
  }
}

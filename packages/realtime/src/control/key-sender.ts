import { TEXT_LENGTH } from '@deskside/protocol'
import type { InputModifiers } from '@deskside/protocol'
import type { InputSender } from './input-sender.ts'

/** What is used of a KeyboardEvent, a PointerEvent or a WheelEvent. */
export interface WithModifiers {
  getModifierState(name: string): boolean
}
export interface KeyEvent extends WithModifiers {
  readonly key: string
  readonly code: string
  readonly isComposing: boolean
  readonly repeat: boolean
}

export interface KeyOptions {
  /** The representative's computer is a Mac: Option makes characters, and no key is told as released while Command is held. */
  readonly mac: boolean
  /** Command is Control on the other side, and Control is its Windows key. */
  readonly commandIsControl: boolean
}

const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'] as const
const CHORD: readonly string[] = ['Shift', 'Control', 'Alt']
/** An input method has the key: what it makes of it comes as text. */
const BUSY: ReadonlySet<string> = new Set(['Process', 'Compose', 'GroupNext', 'JunjaMode'])

type Answer = 'sent' | 'left' | 'leave'

/**
 * Makes messages of keys. `left` means that the browser shall deal with the key (an input method or a dead key, whose outcome
 * comes to `text`), `leave` that the representative wants the keyboard back.
 */
export class KeySender {
  readonly #sender: InputSender
  readonly #options: KeyOptions
  /** Modifiers that are down here, by `code`, with their name. */
  readonly #down = new Map<string, string>()
  /** Control, Alt and Shift were pressed together and nothing else. */
  #chord = false
  #afterDead = false

  constructor(sender: InputSender, options: KeyOptions) {
    this.#sender = sender
    this.#options = options
  }

  keyDown(event: KeyEvent): Answer {
    const { key } = event
    if (event.isComposing || BUSY.has(key)) return 'left'
    this.keepInStep(event)
    const modifiers = this.#modifiers(event)
    if (isModifier(key)) return this.#modifierDown(event, key, modifiers)
    this.#chord = false
    const plain = !modifiers.control && !modifiers.alt && !modifiers.meta
    if (key === 'Dead' && (plain || modifiers.altGraph)) {
      this.#afterDead = true
      return 'left'
    }
    const makesText = isCharacter(key) && (plain || modifiers.altGraph)
    if (this.#afterDead) {
      // What the two keys make together comes as text; a key that makes none ends it.
      this.#afterDead = false
      if (makesText) return 'left'
    }
    this.#say(event.code, { key: this.#composed(key, modifiers), modifiers })
    return 'sent'
  }

  keyUp(event: KeyEvent): Answer {
    const { key, code } = event
    if (this.#chord && CHORD.includes(key)) {
      this.letGo()
      return 'leave'
    }
    if (isModifier(key)) {
      if (this.#options.mac && key === 'Meta') this.#letGoOfKeys()
      this.#down.delete(code || key)
    }
    this.#sender.letGo(code || key)
    this.keepInStep(event)
    return 'sent'
  }

  /** Text of an input method, of dead keys, or to be typed. */
  text(text: string): void {
    const characters = [...text.replaceAll(/\r\n?/gu, '\n')]
    let piece = ''
    for (const character of characters) {
      if (piece.length + character.length > TEXT_LENGTH) {
        this.#sender.send({ t: 'text', text: piece })
        piece = ''
      }
      piece += character
    }
    if (piece !== '') this.#sender.send({ t: 'text', text: piece })
  }

  /** A modifier that went up while the keyboard was elsewhere is let go of; every event says which are down. */
  keepInStep(event: WithModifiers): void {
    for (const [code, key] of [...this.#down]) {
      if (event.getModifierState(key)) continue
      this.#down.delete(code)
      this.#sender.letGo(code)
    }
  }

  /** The keyboard goes elsewhere. */
  letGo(): void {
    this.#down.clear()
    this.#chord = false
    this.#afterDead = false
    this.#sender.release()
  }

  #modifierDown({ code, repeat }: KeyEvent, key: string, modifiers: InputModifiers): Answer {
    if (repeat) return 'sent'
    // Windows says Control before AltGraph; nobody pressed it.
    if (key === 'AltGraph') {
      this.#down.delete('ControlLeft')
      this.#sender.letGo('ControlLeft')
    }
    this.#down.set(code || key, key)
    const down = new Set(this.#down.values())
    this.#chord = down.size === CHORD.length && CHORD.every((name) => down.has(name)) && this.#onlyModifiersHeld()
    // On a Mac Option makes characters; where it is Alt, the key with it says so.
    if (!(this.#options.mac && key === 'Alt')) this.#say(code, { key: this.#swapped(key), modifiers }, key)
    return 'sent'
  }

  #onlyModifiersHeld(): boolean {
    return this.#sender.held.every((name) => this.#down.has(name))
  }

  /** Says that a key went down, and keeps how to say that it went up. `own` is its name on this keyboard. */
  #say(code: string, { key, modifiers }: { key: string; modifiers: InputModifiers }, own = key): void {
    const sent = this.#swappedCode(code, own)
    this.#sender.send({ t: 'key', key, code: sent, down: true, modifiers })
    const after = { ...modifiers, ...this.#without(key) }
    this.#sender.hold(code || own, () =>
      this.#sender.send({ t: 'key', key, code: sent, down: false, modifiers: after }),
    )
  }

  #without(key: string): Partial<InputModifiers> {
    if (key === 'Shift') return { shift: false }
    if (key === 'Control') return { control: false }
    if (key === 'Alt') return { alt: false }
    if (key === 'Meta') return { meta: false }
    return key === 'AltGraph' ? { altGraph: false } : {}
  }

  #modifiers(event: WithModifiers): InputModifiers {
    const [control, meta] = [event.getModifierState('Control'), event.getModifierState('Meta')]
    const { commandIsControl } = this.#options
    return {
      shift: event.getModifierState('Shift'),
      control: commandIsControl ? meta : control,
      alt: event.getModifierState('Alt'),
      meta: commandIsControl ? control : meta,
      altGraph: event.getModifierState('AltGraph'),
      capsLock: event.getModifierState('CapsLock'),
    }
  }

  /** Makes Option's characters on a Mac characters, and not keys with Alt. */
  #composed(key: string, modifiers: InputModifiers): string {
    const option = this.#options.mac && modifiers.alt && !modifiers.control && !modifiers.meta
    if (option && isCharacter(key) && !/^[a-z0-9 ]$/iu.test(key))
      Object.assign(modifiers, { alt: false, altGraph: true })
    return key
  }

  #swapped(key: string): string {
    if (!this.#options.commandIsControl) return key
    if (key === 'Meta') return 'Control'
    return key === 'Control' ? 'Meta' : key
  }

  #swappedCode(code: string, key: string): string {
    if (!this.#options.commandIsControl) return code
    if (key === 'Meta') return code.replace('Meta', 'Control')
    return key === 'Control' ? code.replace('Control', 'Meta') : code
  }

  #letGoOfKeys(): void {
    for (const name of this.#sender.held)
      if (!this.#down.has(name) && !name.startsWith('button ')) this.#sender.letGo(name)
  }
}

function isModifier(key: string): boolean {
  return (MODIFIERS as readonly string[]).includes(key)
}

function isCharacter(key: string): boolean {
  return [...key].length === 1
}

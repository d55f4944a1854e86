import type { InputModifiers } from '@deskside/protocol'

/**
 * Mouse and keyboard of the desktop. Places are in the desktop's own pixels. What it presses it remembers, so that
 * `releaseAll` leaves nothing down. Everything is carried out in the order of the calls; a promise is kept when it is, and
 * when `releaseAll` called it off.
 */
export interface InputPort {
  move(x: number, y: number): Promise<void>
  /** Buttons as in UI Events `MouseEvent.button`: 0 left, 1 middle, 2 right, 3 back, 4 forward. */
  button(button: number, down: boolean): Promise<void>
  /** Whole notches; positive is down and right. */
  wheel(notchesX: number, notchesY: number): Promise<void>
  /**
   * A key as a browser tells it (UI Events `key` and `code`). A key that makes a character types that character whatever
   * the two keyboards' layouts are; with Control, Alt or Meta held it is the key of the desktop's layout that carries it.
   */
  key(key: {
    readonly key: string
    readonly code: string
    readonly down: boolean
    readonly modifiers: InputModifiers
  }): Promise<void>
  /** Types text, character by character, any script. */
  text(text: string): Promise<void>
  /** Combinations that a browser cannot catch. */
  combination(keys: readonly string[]): Promise<void>
  /** Lets go of every key and button that is down because of us, at once, and calls off what was still to be typed. */
  releaseAll(): void
  /** Told when the person at the desktop itself moves the mouse or presses a key (THREATS C11); never for what we inject. */
  onPerson(listener: () => void): () => void
  /** Lets go of everything and undoes what typing needed (keys bound to characters), when what was typed has arrived. */
  close(): Promise<void>
}

import { libnutPart } from './libnut-part.ts'

/** What is used of libnut: mouse, keyboard and windows of Windows, macOS and X11. Places are in the system's own unit. */
export interface Libnut {
  moveMouse(x: number, y: number): void
  getMousePos(): { readonly x: number; readonly y: number }
  mouseToggle(state: 'down' | 'up', button: 'left' | 'middle' | 'right'): void
  /** Positive is left and up; in pixels, notches or parts of a notch, as the system has it. */
  scrollMouse(x: number, y: number): void
  /** @throws where the system has no such key. */
  keyToggle(key: string, state: 'down' | 'up'): void
  typeString(text: string): void
  setMouseDelay(ms: number): void
  setKeyboardDelay(ms: number): void
  focusWindow(handle: number): void
}

let loaded: Libnut | undefined

/** libnut of this system, loaded when it is first asked for. */
export function libnut(): Libnut {
  if (loaded) return loaded
  const part = libnutPart() as Libnut
  // Otherwise it waits after each move, with the whole program.
  part.setMouseDelay(0)
  part.setKeyboardDelay(0)
  loaded = part
  return part
}

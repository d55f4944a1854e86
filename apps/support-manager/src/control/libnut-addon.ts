import { createRequire } from 'node:module'

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

const PACKAGE = { win32: 'win32', darwin: 'darwin', linux: 'linux' } as const

let loaded: Libnut | undefined

/**
 * The native part itself. Its package's own JavaScript asks on macOS for one more native part, which is not packed anywhere,
 * and complains on the console without it. The build puts the part of the one-file program in the place of `load`.
 */
export function libnut(): Libnut {
  if (loaded) return loaded
  const part = load()
  // Otherwise it waits after each move, with the whole program.
  part.setMouseDelay(0)
  part.setKeyboardDelay(0)
  loaded = part
  return part
}

function load(): Libnut {
  const { platform } = process
  if (!(platform in PACKAGE)) throw new Error(`Deskside cannot drive a desktop of this system (${platform}).`)
  const name = PACKAGE[platform as keyof typeof PACKAGE]
  return createRequire(import.meta.url)(`@nut-tree-fork/libnut-${name}/build/Release/libnut.node`) as Libnut
}

import koffi from 'koffi'
import type { Libnut } from './libnut-addon.ts'

/** Windows' INPUT structure for a key, and what is in it (winuser.h; 64 bits). */
const INPUT = { size: 40, type: 0, scan: 10, flags: 12 } as const
const KEYBOARD = 1
const UNICODE = 0x4
const UP = 0x2

/** Types one character as a character, whatever the desktop's layout is. */
export type TypeCharacter = (character: string) => void

/**
 * What types characters on this system. libnut does it on macOS; on Windows it seeks a key for each (and finds Ctrl+V for
 * an umlaut), so there Windows' own SendInput is called.
 */
export function characterTyping(part: Libnut): TypeCharacter {
  if (process.platform !== 'win32') return (character) => part.typeString(character)
  const send = koffi.load('user32.dll').func('uint32_t __stdcall SendInput(uint32_t count, void *inputs, int size)')
  return (character) => {
    const inputs = unicodeInputs(character)
    const count = inputs.length / INPUT.size
    if ((send(count, inputs, INPUT.size) as number) < count)
      throw new Error('Windows did not take what was typed: the window in front has more rights than Deskside.')
  }
}

/** Each UTF-16 unit of a character pressed and let go of, as an array of INPUT structures. */
export function unicodeInputs(character: string): Buffer {
  const inputs = Buffer.alloc(character.length * 2 * INPUT.size)
  for (let index = 0; index < character.length; index += 1)
    for (const [nth, flags] of [UNICODE, UNICODE | UP].entries()) {
      const at = (index * 2 + nth) * INPUT.size
      inputs.writeUInt32LE(KEYBOARD, at + INPUT.type)
      inputs.writeUInt16LE(character.charCodeAt(index), at + INPUT.scan)
      inputs.writeUInt32LE(flags, at + INPUT.flags)
    }
  return inputs
}

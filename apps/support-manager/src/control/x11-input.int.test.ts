import type { InputModifiers } from '@deskside/protocol'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openX11, type X11 } from '../platform/x11.ts'
import { openTestDisplay, type TestDisplay, until } from '../testing/x-display.ts'
import type { InputPort } from './input-port.ts'
import { openEditor, openTerminal } from './testing/typing-programs.ts'
import { openX11Input } from './x11-input.ts'

const NONE: InputModifiers = {
  shift: false,
  control: false,
  alt: false,
  meta: false,
  altGraph: false,
  capsLock: false,
}

let display: TestDisplay
let x: X11
let input: InputPort

beforeEach(async () => {
  display = await openTestDisplay()
  await display.manage()
  x = await openX11(display.name)
  input = await openX11Input(x)
})

afterEach(async () => {
  if (x.open) await input.close()
  x.close()
  await display.close()
})

const layout = (...args: string[]): Promise<string> => display.run('/usr/bin/setxkbmap', args)
const key = async (name: string, code: string, modifiers: Partial<InputModifiers> = {}): Promise<void> => {
  const all = { ...NONE, ...modifiers }
  await input.key({ key: name, code, down: true, modifiers: all })
  await input.key({ key: name, code, down: false, modifiers: all })
}
/** Types as a person at a keyboard does: one key after the other, Shift held for capitals. */
const typeKeys = async (text: string): Promise<void> => {
  for (const character of text) {
    const shift = character !== character.toLowerCase()
    if (shift) await input.key({ key: 'Shift', code: 'ShiftLeft', down: true, modifiers: { ...NONE, shift } })
    await key(character, '', { shift })
    if (shift) await input.key({ key: 'Shift', code: 'ShiftLeft', down: false, modifiers: NONE })
  }
}
const held = async (): Promise<number> => {
  const keys = await x.ask<Buffer>((reply) => x.client.QueryKeymap(reply))
  const { keyMask } = await x.ask<{ readonly keyMask: number }>((reply) => x.client.QueryPointer(x.root, reply))
  return [...keys].reduce((sum, byte) => sum + byte, 0) + (keyMask & 0x1f00)
}

const PANGRAMS = {
  us: 'The quick brown fox jumps over the lazy dog. 0123456789 !@#$%^&*()_+-=[]{};\':",./<>?`~\\|',
  de: 'Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich. @€{[]}\\~^`´|²³µ §ẞ',
  fr: "Dès Noël où un zéphyr haï me vêt de glaçons würmiens, je dîne d'exquis rôtis. À É Ç œ Œ @#{[|`\\^]} 0123456789",
  ru: 'Съешь же ещё этих мягких французских булок, да выпей чаю. ЁЖЩ №',
  gr: 'Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Άέήίόύώ ς',
  il: 'עטלף אבק נס דרך מזגן שהתפוצץ כי חם',
} as const

describe('typing', () => {
  for (const [name, text] of Object.entries(PANGRAMS)) {
    test(`[control R7] every letter arrives on a desktop with the layout ${name}, key by key and as text`, async () => {
      await layout('-layout', name)
      const terminal = await openTerminal(display)
      await typeKeys(text)
      await input.text(text)
      await terminal.has(text + text)
    })

    test(`[control R7] every letter arrives on a desktop with the layout us, typed in the one of ${name}`, async () => {
      await layout('-layout', 'us')
      const editor = await openEditor(display, () => key('s', 'KeyS', { control: true }))
      await input.text(text)
      await typeKeys(text)
      await editor.has(text + text)
    })
  }

  test('[control R7] input methods and emoji: text of any script, more characters than there are free keys', async () => {
    const ideographs = Array.from({ length: 400 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join('')
    const text = `日本語のテキスト 한국어 ไทย العربية 👩‍🔧 😀🎉 ${ideographs}`
    const editor = await openEditor(display, () => key('s', 'KeyS', { control: true }))
    await input.text(text)
    await editor.has(text)
  })

  test('[control R7] a terminal, which does not say when it is ready, loses nothing of a long text either', async () => {
    const ideographs = Array.from({ length: 300 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join('')
    const terminal = await openTerminal(display)
    await input.text(ideographs)
    await terminal.has(ideographs)
  })
})

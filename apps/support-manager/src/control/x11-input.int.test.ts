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

describe('keys', () => {
  const hold = (name: string, code: string, down: boolean): Promise<void> =>
    input.key({ key: name, code, down, modifiers: { ...NONE, [name.toLowerCase()]: down } })
  const control = async (letter: string, code: string): Promise<void> => {
    await hold('Control', 'ControlLeft', true)
    await key(letter, code, { control: true })
    await hold('Control', 'ControlLeft', false)
  }

  for (const [name, place] of [
    ['us', 'KeyA'],
    ['fr', 'KeyQ'],
    ['us,ru', 'KeyA'],
    ['ru', 'KeyA'],
    ['gr', 'KeyA'],
  ] as const)
    // A terminal does not say when it has heard of a key's new letter: on a very busy machine it may be late, once in many runs.
    test(`[control R7] shortcuts work on a desktop with the layout ${name}`, { retry: 1 }, async () => {
      await layout('-layout', name)
      // The second of two layouts is on, as after the person switched.
      if (name === 'us,ru') await lockGroup(1)
      const terminal = await openTerminal(display)
      await control('a', place)
      // On a keyboard of another script the key is told by its letter there.
      await control('ф', 'KeyA')
      await control('z', 'KeyW')
      await terminal.has('\u0001\u0001\u001a')
    })

  test('[control R7] keys without a character, alone and with modifiers', async () => {
    const terminal = await openTerminal(display)
    await key('ArrowUp', 'ArrowUp')
    await key('ArrowUp', 'ArrowUp', { shift: true })
    await key('Delete', 'Delete')
    await key('F5', 'F5')
    await key('Enter', 'NumpadEnter')
    await key('7', 'Numpad7')
    await key('Home', 'Numpad7')
    await key('Tab', 'Tab', { shift: true })
    await terminal.has('\u001b[A\u001b[1;2A\u001b[3~\u001b[15~\r7\u001b[H\u001b[Z')
  })

  test('[control R7] CapsLock and NumLock of the person change nothing, and stay as they were', async () => {
    const terminal = await openTerminal(display)
    for (const lock of ['Caps_Lock', 'Num_Lock']) await display.run('/usr/bin/xdotool', ['key', lock])
    const before = await locks()
    expect(before).not.toBe(0)
    await input.text('aA1é')
    await typeKeys('bB2ж')
    await key('7', 'Numpad7')
    await terminal.has('aA1ébB2ж7')
    expect(await locks()).toBe(before)
  })

  test('[control R7] a modifier that the person holds spoils no character', async () => {
    await display.run('/usr/bin/xdotool', ['keydown', 'Shift_L'])
    const terminal = await openTerminal(display)
    await input.text('ab1!é')
    await terminal.has('ab1!é')
    await display.run('/usr/bin/xdotool', ['keyup', 'Shift_L'])
  })

  test('[control R7] another layout in the middle of the text', async () => {
    const terminal = await openTerminal(display)
    await input.text('qwerty@жö')
    await terminal.has('qwerty@жö')
    await layout('-layout', 'fr')
    await input.text('azerty@жö')
    await terminal.has('qwerty@жöazerty@жö')
    await layout('-layout', 'de')
    await typeKeys('zyß@Ж')
    await terminal.has('qwerty@жöazerty@жözyß@Ж')
  })

  test('[control R5] a key that is held is not repeated by the desktop, and every repeat of the browser arrives', async () => {
    await display.run('/usr/bin/xset', ['r', 'rate', '50', '100'])
    const terminal = await openTerminal(display)
    for (let repeat = 0; repeat < 5; repeat += 1)
      await input.key({ key: 'ArrowLeft', code: 'ArrowLeft', down: true, modifiers: NONE })
    expect(await held()).not.toBe(0)
    // What the desktop would repeat meanwhile would arrive before what is typed last.
    const held300 = performance.now() + 300
    await until('the desktop has had the time to repeat it', () => performance.now() > held300)
    await input.key({ key: 'ArrowLeft', code: 'ArrowLeft', down: false, modifiers: NONE })
    await input.text('.')
    await terminal.has(`${'\u001b[D'.repeat(5)}.`)
  })

  test('[control R5] what is held is let go of at once, and what was still to be typed is not', async () => {
    const terminal = await openTerminal(display)
    await hold('Shift', 'ShiftLeft', true)
    await hold('Control', 'ControlRight', true)
    await input.button(0, true)
    expect(await held()).not.toBe(0)
    const typing = input.text('x'.repeat(2_000))
    input.releaseAll()
    await typing
    expect(await held()).toBe(0)
    await input.text('end')
    await terminal.has('end')
  })

  test('[control R5] the end lets go of everything, and gives back the keys that typing bound', async () => {
    const before = await display.run('/usr/bin/xmodmap', ['-pke'])
    const terminal = await openTerminal(display)
    await input.text('żółw ж 日本')
    await hold('Alt', 'AltLeft', true)
    expect(await display.run('/usr/bin/xmodmap', ['-pke'])).not.toBe(before)
    await input.close()
    await x.sync()
    expect(await held()).toBe(0)
    await terminal.has('żółw ж 日本')
    expect(await display.run('/usr/bin/xmodmap', ['-pke'])).toBe(before)
  })

  test('[control R7] combinations, each let go of', async () => {
    const terminal = await openTerminal(display)
    await input.combination(['Control', 'Shift', 'Escape'])
    await input.combination(['Meta'])
    await input.combination(['Alt', 'x'])
    expect(await held()).toBe(0)
    await input.text('.')
    expect(
      (await until('typed', async () => ((await terminal.text()).endsWith('.') ? terminal.text() : undefined))).length,
    ).toBeGreaterThan(1)
  })
})

describe('the mouse', () => {
  test('[control R1] every button, the wheel both ways and a drag arrive where they were meant', async () => {
    // Any-event mouse tracking with decimal places (xterm control sequences 1002 and 1006): button; column; row.
    const terminal = await openTerminal(display, { args: ['-geometry', '80x24'], says: '\\033[?1002h\\033[?1006h' })
    const { destX, destY } = await x.ask<{ readonly destX: number; readonly destY: number }>((reply) =>
      x.client.TranslateCoordinates(terminal.window, x.root, 0, 0, reply),
    )
    // A character of xterm's own font is 6 by 13 pixels, with a border of 2.
    const cell = (column: number, row: number): Promise<void> =>
      input.move(destX + 2 + column * 6 - 3, destY + 2 + row * 13 - 6)
    // xterm asks where the pointer is when it comes to an event, so each has to arrive before the next.
    const steps: readonly [() => Promise<void>, string][] = [
      [() => input.button(1, true), '1;10;5M'],
      [() => input.button(1, false), '1;10;5m'],
      [() => input.wheel(0, 1), '65;10;5M'],
      [() => input.wheel(0, -2), '64;10;5M\u001b[<64;10;5M'],
      [() => input.button(0, true), '0;10;5M'],
      [() => cell(20, 6), '32;20;6M'],
      [() => input.button(0, false), '0;20;6m'],
    ]
    await cell(10, 5)
    let report = ''
    for (const [step, event] of steps) {
      await step()
      report += `\u001b[<${event}`
      await terminal.has(report)
    }
  })

  test('[control R1] back and forward are the buttons 8 and 9, and are let go of', async () => {
    const heard: number[] = []
    const other = await openX11(display.name)
    const xinput = await other.extension('xinput')
    other.onEvent((event) => event.name === 'XIRawButtonPress' && heard.push(event.detail))
    xinput.XISelectEvents(other.root, [{ deviceId: 1, mask: ['RawButtonPress'] }])
    await other.sync()
    for (const button of [3, 4]) await input.button(button, true)
    input.releaseAll()
    await x.sync()
    await until('both are heard', () => heard.length === 2 || undefined)
    expect(heard).toEqual([8, 9])
    expect(await held()).toBe(0)
    other.close()
  })
})

describe('the person', () => {
  let acts: number
  beforeEach(() => {
    acts = 0
    input.onPerson(() => (acts += 1))
  })

  test('[control R4] C11: a storm of our own input is never taken for the person', async () => {
    for (let round = 0; round < 40; round += 1) {
      for (let step = 0; step < 50; step += 1) void input.move(step * 7, (step * 13) % 700)
      // The same place twice, a key that is down already, buttons and wheel, bound keys and switched locks.
      void input.move(10, 10)
      void input.move(10, 10)
      void input.wheel(2, -3)
      void input.button(2, true)
      void input.button(2, true)
      void input.button(2, false)
      await typeKeys('Añ日')
      await key('ArrowLeft', 'ArrowLeft')
    }
    input.releaseAll()
    await x.sync()
    expect(acts).toBe(0)
    expect(await held()).toBe(0)
  })

  test('[control R4] C11: a click that the window manager holds back until it has looked is not the person’s', async () => {
    for (const at of ['+20+20', '+600+300']) await openTerminal(display, { args: ['-geometry', `40x10${at}`] })
    for (let round = 0; round < 30; round += 1) {
      // Each click gives another window the keyboard.
      void (round % 2 === 0 ? input.move(100, 100) : input.move(700, 400))
      await input.button(0, true)
      await input.button(0, false)
      await key('a', 'KeyA')
    }
    await x.sync()
    expect(acts).toBe(0)
  })

  test('[control R4] C11: every act of the person is noticed, also in the middle of ours and the same as ours', async () => {
    for (const act of [
      ['mousemove_relative', '5', '5'],
      ['key', 'a'],
      ['click', '1'],
      ['keydown', 'Shift_L'],
      ['keyup', 'Shift_L'],
    ]) {
      const before = acts
      await display.run('/usr/bin/xdotool', act)
      await until(`xdotool ${act.join(' ')} is noticed`, () => acts > before || undefined)
    }
    for (let turn = 0; turn < 5; turn += 1) {
      // Nothing of ours comes between our move and theirs, not even a question.
      await input.move(100 + turn, 100)
      const before = acts
      await display.run('/usr/bin/xdotool', ['mousemove_relative', '1', '1'])
      await until('a move right after ours is noticed', () => acts > before || undefined)
    }
    const end = new AbortController()
    const storm = (async () => {
      while (!end.signal.aborted) {
        void input.move(100, 100)
        await key('a', 'KeyA')
      }
    })()
    for (let turn = 0; turn < 20; turn += 1) {
      const before = acts
      await display.run('/usr/bin/xdotool', turn % 2 === 0 ? ['mousemove_relative', '1', '1'] : ['key', 'a'])
      await until('the person is noticed in the storm', () => acts > before || undefined)
    }
    end.abort()
    await storm
    // xdotool's a key goes down and up, a move moves once.
    await x.sync()
    const after = acts
    await typeKeys('quiet now')
    await x.sync()
    expect(acts).toBe(after)
  })
})

const lockGroup = async (group: number): Promise<void> => {
  const other = await openX11(display.name)
  const xkb = await other.extension('xkb')
  xkb.LatchLockState(0x100, 0, 0, true, group, 0, 0, false, 0)
  await other.sync()
  other.close()
}
const locks = async (): Promise<number> => {
  const other = await openX11(display.name)
  const xkb = await other.extension('xkb')
  const { lockedMods } = await other.ask<{ readonly lockedMods: number }>((reply) => xkb.GetState(0x100, reply))
  other.close()
  return lockedMods
}

import type { CDPSession, Page } from '@playwright/test'
import { clickAt, controlDesktop, heldOn, helped } from '../control-session.ts'
import type { Terminal } from '../desktop.ts'
import { expect, test } from '../world.ts'

const NOTHING = { keys: false, buttons: false }

/** What was typed since the test last looked. */
function sinceNow(terminal: Terminal): () => string {
  const before = terminal.text().length
  return () => terminal.text().slice(before)
}

/** Types as a person with a us keyboard does, and waits for every letter of it. */
async function typeHere(rep: Page, terminal: Terminal, text: string): Promise<void> {
  const typed = sinceNow(terminal)
  // Quicker than any hand, and slower than what is taken for a flood (control R10).
  await rep.keyboard.type(text, { delay: 15 })
  await expect.poll(typed).toBe(text.replaceAll('\n', '\r'))
}

const ALL_SIGNS = 'The quick brown fox 0123456789 `-=[]\\;\',./ ~!@#$%^&*()_+{}|:"<>?\n'

test('[control R7] every sign of a us keyboard arrives as it was typed, whatever the layout over there, also one chosen meanwhile', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  await clickAt(session.rep, terminal.at.x, terminal.at.y)
  for (const layout of ['us', 'de', 'fr', 'ru', 'us,gr']) {
    await desktop.does('setxkbmap', '-layout', layout)
    await test.step(layout, () => typeHere(session.rep, terminal, ALL_SIGNS))
  }
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
})

test('[control R7] other scripts, an input method and dead keys arrive as what they make', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep, repContext } = session
  await clickAt(rep, terminal.at.x, terminal.at.y)
  const devtools = await repContext.newCDPSession(rep)
  for (const text of ['Привет, Карла! ', 'Γειά σου ', 'ありがとう', ' 😀👍🏽 ', 'naïve €5 “ok” ñ\u00e9']) {
    const typed = sinceNow(terminal)
    await devtools.send('Input.insertText', { text })
    await expect.poll(typed).toBe(text)
  }
  const composed = sinceNow(terminal)
  await compose(devtools, ['k', 'か', 'かn', 'かん', '漢'], '漢字')
  await expect.poll(composed).toBe('漢字')
  const dead = sinceNow(terminal)
  await deadThen(devtools, { code: 'BracketLeft', virtual: 219 }, 'ê')
  await deadThen(devtools, { code: 'Equal', virtual: 187 }, 'é')
  await rep.keyboard.type(' and on')
  await expect.poll(dead).toBe('êé and on')
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
})

/** What an input method does: keys that it takes, a text that changes, and what it settles on. */
async function compose(devtools: CDPSession, steps: readonly string[], outcome: string): Promise<void> {
  const taken = { key: 'Process', code: 'KeyK', windowsVirtualKeyCode: 229 }
  for (const text of steps) {
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...taken })
    await devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...taken, key: 'k' })
  }
  await devtools.send('Input.insertText', { text: outcome })
}

/** A dead key, then the letter that it goes onto. */
async function deadThen(
  devtools: CDPSession,
  key: { readonly code: string; readonly virtual: number },
  outcome: string,
): Promise<void> {
  const dead = { key: 'Dead', code: key.code, windowsVirtualKeyCode: key.virtual }
  const letter = { key: outcome, code: 'KeyE', windowsVirtualKeyCode: 69 }
  await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...dead })
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...dead })
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...letter, text: outcome })
  await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...letter })
}

/** What each combination is in a terminal (xterm, "Alternate forms for function keys and modifiers"). */
const COMBINATIONS: readonly (readonly [string, string])[] = [
  ['Control+c', '\u0003'],
  ['Control+Shift+c', '\u0003'],
  ['Control+Space', '\u0000'],
  ['Escape', '\u001b'],
  ['Backspace', '\u007f'],
  ['Delete', '\u001b[3~'],
  ['Tab', '\t'],
  ['Shift+Tab', '\u001b[Z'],
  ['ArrowUp', '\u001b[A'],
  ['ArrowLeft', '\u001b[D'],
  ['Shift+ArrowRight', '\u001b[1;2C'],
  ['Control+ArrowDown', '\u001b[1;5B'],
  ['Control+Shift+ArrowLeft', '\u001b[1;6D'],
  ['Home', '\u001b[H'],
  ['F1', '\u001bOP'],
  ['F5', '\u001b[15~'],
  ['F12', '\u001b[24~'],
  ['Shift+F5', '\u001b[15;2~'],
]

test('[control R7] keys and combinations are the keys, repeats are as many as were made, and nothing stays down', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  await desktop.does('setxkbmap', '-layout', 'de')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep } = session
  await clickAt(rep, terminal.at.x, terminal.at.y)
  for (const [combination, bytes] of COMBINATIONS) {
    const typed = sinceNow(terminal)
    await rep.keyboard.press(combination)
    await expect.poll(typed, { message: combination }).toBe(bytes)
  }
  const repeated = sinceNow(terminal)
  for (const key of ['a', 'ArrowLeft']) {
    for (let times = 0; times < 6; times += 1) await rep.keyboard.down(key)
    await rep.keyboard.up(key)
  }
  await rep.keyboard.press('.')
  await expect.poll(repeated).toBe(`${'a'.repeat(6)}${'\u001b[D'.repeat(6)}.`)
  await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
})

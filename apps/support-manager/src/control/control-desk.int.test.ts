import type { ControlNotice, InputMessage } from '@deskside/protocol'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openX11, type X11 } from '../platform/x11.ts'
import type { Rectangle, ScreenPort, Target } from '../screen/screen-port.ts'
import { openX11Screen } from '../screen/x11-screen.ts'
import { openTestDisplay, type TestDisplay, until } from '../testing/x-display.ts'
import { startProgram, type TestProgram } from '../testing/x-program.ts'
import { STEADY_CLOCK } from './clock.ts'
import { ControlDesk } from './control-desk.ts'
import type { InputPort } from './input-port.ts'
import { openTerminal } from './testing/typing-programs.ts'
import { openX11Input } from './x11-input.ts'

const NONE = { shift: false, control: false, alt: false, meta: false, altGraph: false, capsLock: false }
const WHOLE: Rectangle = { x: 0, y: 0, width: 1280, height: 720 }

let display: TestDisplay
let x: X11
let input: InputPort
let screen: ScreenPort
let own: TestProgram | undefined
let desk: ControlDesk
let target: Target | undefined
let question: boolean
let changed: () => void
let notices: ControlNotice[]
let say: (message: InputMessage) => void
let hangUp: () => void

beforeEach(async () => {
  display = await openTestDisplay('1280x720')
  await display.manage()
  x = await openX11(display.name)
  input = await openX11Input(x)
  screen = await openX11Screen(display.name)
  target = { kind: 'all-monitors' }
  question = false
  notices = []
  desk = open()
})

afterEach(async () => {
  desk.close()
  screen.close()
  await input.close()
  x.close()
  await own?.end()
  own = undefined
  await display.close()
})

function open(): ControlDesk {
  const listeners = new Map<string, (event: { data: unknown }) => void>()
  say = (message) => listeners.get('message')?.({ data: JSON.stringify(message) })
  hangUp = () => listeners.get('close')?.({ data: undefined })
  return new ControlDesk({
    channel: {
      readyState: 'open',
      send: (data) => void notices.push(JSON.parse(data) as ControlNotice),
      close: () => undefined,
      addEventListener: (name: string, listener: never) => void listeners.set(name, listener),
    },
    permit: {
      target: () => target,
      questionOpen: () => question,
      onChange: (listener) => {
        changed = listener
        return () => undefined
      },
    },
    input,
    screen,
    area: () => WHOLE,
    clock: STEADY_CLOCK,
    failed: (error) => {
      throw error
    },
  })
}

const press = (key: string, down = true): void => say({ t: 'key', key, code: key, down, modifiers: NONE })
const click = (px: number, py: number): void => {
  for (const down of [true, false]) say({ t: 'button', x: px, y: py, button: 0, down })
}
/** How many keys and buttons are down. */
const held = async (): Promise<number> => {
  const keys = await x.ask<Buffer>((reply) => x.client.QueryKeymap(reply))
  const { keyMask } = await x.ask<{ readonly keyMask: number }>((reply) => x.client.QueryPointer(x.root, reply))
  return [...keys].reduce((sum, byte) => sum + byte, 0) + (keyMask & 0x1f00)
}
const closed = (because: string): Promise<true> =>
  until(`the page is told: ${because}`, () => {
    const last = notices.at(-1)
    return (last?.t === 'closed' && last.because === because) || undefined
  })
const opened = (): Promise<true> => until('the page is told: open', () => notices.at(-1)?.t === 'open' || undefined)
const pressesOf = async (): Promise<() => number> => {
  const xinput = await other().then((connection) =>
    connection.extension('xinput').then((found) => ({ connection, found })),
  )
  let presses = 0
  xinput.connection.onEvent((event) => void (event.name === 'XIRawButtonPress' && (presses += 1)))
  xinput.found.XISelectEvents(xinput.connection.root, [{ deviceId: 1, mask: ['RawButtonPress'] }])
  await xinput.connection.sync()
  return () => presses
}
const other = (): Promise<X11> => openX11(display.name)

/** A window of this very program, as the panel is. */
async function ownWindow(): Promise<void> {
  own = await startProgram(display, 'panel')
  screen.setHidden({ ownPids: new Set([own.pid]), denied: [] })
  const window = await own.open({ colour: 0xff_0000, area: { x: 800, y: 200, width: 300, height: 200 } })
  await until('the panel is on top', async () => {
    const what = await screen.whatIsAt({ kind: 'all-monitors' }, 900, 300)
    const { focus } = await x.ask<{ readonly focus: number }>((reply) => x.client.GetInputFocus(reply))
    return (what === 'hidden' && focus === window) || undefined
  })
}

test('[control R1] the whole way: a page types and clicks into a real program', async () => {
  const terminal = await openTerminal(display)
  say({ t: 'pointer', x: 100, y: 100 })
  for (const letter of 'Hällo') press(letter)
  say({ t: 'text', text: ' Wörld' })
  await terminal.has('Hällo Wörld')
})

test('[control R3] C5: what is typed and clicked while a question is open reaches nothing', async () => {
  const terminal = await openTerminal(display)
  question = true
  changed()
  press('y')
  say({ t: 'text', text: 'yes' })
  click(100, 100)
  await closed('question-open')
  question = false
  changed()
  press('y')
  await opened()
  press('.')
  await terminal.has('.')
  expect(desk.dropped('question-open')).toBe(5)
})

test('[control R3] C6: our own window is driven by neither mouse nor keyboard, its title bar included', async () => {
  await ownWindow()
  const presses = await pressesOf()
  press('Tab')
  press('Enter')
  say({ t: 'text', text: 'yes' })
  say({ t: 'combination', name: 'alt-f4' })
  say({ t: 'wheel', x: 900, y: 300, dx: 0, dy: 1 })
  click(900, 300)
  // The window manager's title bar lies above the window.
  const { destY } = await x.ask<{ readonly destY: number }>((reply) => {
    x.client.GetInputFocus((_, { focus }) => {
      x.client.TranslateCoordinates(focus, x.root, 0, 0, reply as never)
      return true
    })
  })
  click(900, destY - 8)
  await until('everything was judged', () => desk.dropped('own-window') >= 7 || undefined)
  await x.sync()
  expect(presses()).toBe(0)
  expect(await held()).toBe(0)
  click(100, 600)
  await until('a click beside it goes through', () => presses() === 1 || undefined)
})

test('[control R4] C11: the person moves the mouse in the middle of a drag: it ends, and input rests', async () => {
  say({ t: 'button', x: 100, y: 100, button: 0, down: true })
  await until('the button is down', async () => (await held()) !== 0 || undefined)
  await display.run('/usr/bin/xdotool', ['mousemove_relative', '3', '3'])
  await closed('customer-active')
  expect(await held()).toBe(0)
  press('a')
  expect(desk.dropped('customer-active')).toBe(1)
  await opened()
})

test('[control R8] C10: Stop lets go of everything at once, in the middle of typing, and nothing comes after', async () => {
  const terminal = await openTerminal(display)
  press('Shift')
  say({ t: 'button', x: 100, y: 100, button: 0, down: true })
  for (let part = 0; part < 50; part += 1) say({ t: 'text', text: 'x'.repeat(2_000) })
  await until('some of it is typed', async () => (await terminal.text()).length > 0 || undefined)
  target = undefined
  changed()
  expect(await held()).toBe(0)
  await x.sync()
  // What was on its way to the terminal before arrives; nothing is sent after.
  target = { kind: 'all-monitors' }
  changed()
  press('.')
  const typed = await until('the last of it', async () => {
    const text = await terminal.text()
    return text.endsWith('.') ? text : undefined
  })
  expect(typed.length).toBeLessThan(100_000)
})

test('[control R5] the line ends while keys and buttons are down: nothing stays down', async () => {
  press('Control')
  say({ t: 'button', x: 100, y: 100, button: 2, down: true })
  await until('both are down', async () => (await held()) > 256 || undefined)
  hangUp()
  expect(await held()).toBe(0)
})

test('[control R5] two seconds of silence let go of what is held', async () => {
  press('Shift')
  await until('it is down', async () => (await held()) !== 0 || undefined)
  await until('it is up', async () => (await held()) === 0 || undefined)
})

test('[control R6] an application is reached only where it is, and only while it has the keyboard', async () => {
  const terminal = await openTerminal(display, { args: ['-geometry', '60x10+20+20'] })
  const application = await until('the terminal is an application', async () =>
    (await screen.applications()).find(({ titles, name }) =>
      `${name} ${titles.join(' ')}`.toLowerCase().includes('sh'),
    ),
  )
  target = { kind: 'application', applicationId: application.id }
  changed()
  press('a')
  await terminal.has('a')
  const presses = await pressesOf()
  click(1_000, 650)
  await closed('outside')
  say({ t: 'combination', name: 'alt-tab' })
  const cover = await startProgram(display, 'cover')
  const window = await cover.open({ colour: 0x00_ff00, area: { x: 20, y: 20, width: 500, height: 300 } })
  await until('it covers the terminal and has the keyboard', async () => {
    const { focus } = await x.ask<{ readonly focus: number }>((reply) => x.client.GetInputFocus(reply))
    return focus === window || undefined
  })
  press('b')
  say({ t: 'text', text: 'secret' })
  click(100, 100)
  await until('the terminal came to the front', async () => {
    return (
      (await screen.whatIsAt({ kind: 'application', applicationId: application.id }, 100, 100)) === 'target' ||
      undefined
    )
  })
  await x.sync()
  expect(presses()).toBe(0)
  click(100, 100)
  await until('the click after it arrives', () => presses() === 1 || undefined)
  await terminal.has('a')
  await cover.end()
})

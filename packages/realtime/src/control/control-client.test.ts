import type { InputMessage } from '@deskside/protocol'
import { inputMessageSchema } from '@deskside/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import { ControlClient } from './control-client.ts'
import { InputSender } from './input-sender.ts'
import { type KeyEvent, type KeyOptions, KeySender } from './key-sender.ts'
import { PointerSender } from './pointer-sender.ts'

let said: InputMessage[]
let sender: InputSender
const line = { readyState: 'open' as const, bufferedAmount: 0, send: (data: unknown) => void said.push(read(data)) }
const read = (data: unknown): InputMessage => inputMessageSchema.parse(JSON.parse(String(data)))

beforeEach(() => {
  said = []
  line.bufferedAmount = 0
  sender = new InputSender(line, () => undefined)
})

/** A keyboard as a browser tells it: knows which modifiers are down. */
class Keyboard {
  readonly #down = new Set<string>()
  readonly keys: KeySender
  constructor(options: Partial<KeyOptions> = {}) {
    this.keys = new KeySender(sender, { mac: false, commandIsControl: false, ...options })
  }

  event(key: string, code = key, more: Partial<KeyEvent> = {}): KeyEvent {
    const down = new Set(this.#down)
    return { key, code, isComposing: false, repeat: false, getModifierState: (name) => down.has(name), ...more }
  }

  down(key: string, code = key, more: Partial<KeyEvent> = {}): string {
    if (MODIFIERS.includes(key)) this.#down.add(key)
    return this.keys.keyDown(this.event(key, code, more))
  }

  up(key: string, code = key): string {
    this.#down.delete(key)
    return this.keys.keyUp(this.event(key, code))
  }

  /** The browser does not hear of it. */
  upElsewhere(key: string): void {
    this.#down.delete(key)
  }
}
const MODIFIERS = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']
const short = (): string[] =>
  said.splice(0).map((message) => {
    if (message.t !== 'key') return message.t === 'text' ? `text ${message.text}` : message.t
    const flags = Object.entries(message.modifiers)
      .filter(([, on]) => on)
      .map(([name]) => ` ${name}`)
      .join('')
    return `${message.down ? '+' : '-'}${message.key}${message.code === message.key ? '' : `/${message.code}`}${flags}`
  })

describe('keys', () => {
  test('[control R7] a key goes as its character and its place, with what is held', () => {
    const board = new Keyboard()
    board.down('Shift', 'ShiftLeft')
    board.down('A', 'KeyA')
    board.up('A', 'KeyA')
    board.up('Shift', 'ShiftLeft')
    expect(short()).toEqual(['+Shift/ShiftLeft shift', '+A/KeyA shift', '-A/KeyA shift', '-Shift/ShiftLeft'])
  })

  test('[control R7] dead keys and input methods are left to the browser, and come as text', () => {
    const board = new Keyboard()
    expect(board.down('Dead', 'Equal')).toBe('left')
    expect(board.down('e', 'KeyE')).toBe('left')
    board.keys.text('é')
    expect(board.down('Process', 'KeyA', { isComposing: true })).toBe('left')
    board.keys.text('日本')
    expect(board.down('e', 'KeyE')).toBe('sent')
    expect(short()).toEqual(['text é', 'text 日本', '+e/KeyE'])
  })

  test('[control R5] a modifier that went up while the keyboard was elsewhere is let go of with the next event', () => {
    const board = new Keyboard()
    board.down('Alt', 'AltLeft')
    board.upElsewhere('Alt')
    board.down('x', 'KeyX')
    expect(short()).toEqual(['+Alt/AltLeft alt', '-Alt/AltLeft', '+x/KeyX'])
  })

  test('[control R7] the Control that Windows adds to AltGr is taken back', () => {
    const board = new Keyboard()
    board.down('Control', 'ControlLeft')
    board.down('AltGraph', 'AltRight')
    board.down('@', 'KeyQ')
    expect(short().map((message) => message.split(' ')[0])).toEqual([
      '+Control/ControlLeft',
      '-Control/ControlLeft',
      '+AltGraph/AltRight',
      '+@/KeyQ',
    ])
  })

  test('[control R7] on a Mac Command is Control, its keys are let go of with it, and Option makes characters', () => {
    const board = new Keyboard({ mac: true, commandIsControl: true })
    board.down('Meta', 'MetaLeft')
    board.down('c', 'KeyC')
    board.up('Meta', 'MetaLeft')
    expect(short()).toEqual([
      '+Control/ControlLeft control',
      '+c/KeyC control',
      '-c/KeyC control',
      '-Control/ControlLeft',
    ])
    board.down('Alt', 'AltLeft')
    board.down('€', 'KeyE')
    board.down('ArrowLeft')
    expect(short()).toEqual(['+€/KeyE altGraph', '+ArrowLeft alt'])
  })

  test('[control R5] Control, Alt and Shift alone together give the keyboard back; with another key they do not', () => {
    const board = new Keyboard()
    for (const key of ['Control', 'Alt', 'Shift']) board.down(key)
    expect(board.up('Alt')).toBe('leave')
    expect(short().at(-1)).toBe('release')
    expect(sender.held).toEqual([])
    const again = new Keyboard()
    for (const key of ['Control', 'Alt', 'Shift', 'Escape']) again.down(key)
    expect(again.up('Escape')).toBe('sent')
    expect(again.up('Alt')).toBe('sent')
  })

  test('[control R7] a long text goes in pieces that are allowed, no character cut in two', () => {
    new Keyboard().keys.text(`a${'😀'.repeat(1_500)}\r\nb`)
    const pieces = said.map((message) => (message.t === 'text' ? message.text : ''))
    expect(pieces.length).toBe(2)
    expect(pieces.join('')).toBe(`a${'😀'.repeat(1_500)}\nb`)
    expect(pieces.every((piece) => piece.isWellFormed())).toBe(true)
  })
})

describe('the pointer', () => {
  const frames: (() => void)[] = []
  const at = (x: number, y: number, button = -1, buttons = 0) => ({ clientX: x, clientY: y, button, buttons })
  let pointer: PointerSender
  beforeEach(() => {
    frames.length = 0
    pointer = new PointerSender(
      sender,
      (x, y) => ({ x: x * 2, y: y * 2 }),
      (then) => void frames.push(then),
    )
  })

  test('[control R1] moves go once a frame, in the picture’s pixels; a press says first what waits', () => {
    pointer.move(at(1, 1))
    pointer.move(at(2, 2))
    frames.shift()?.()
    pointer.move(at(3, 3))
    pointer.button(at(4, 4, 0, 1), true)
    expect(said).toEqual([
      { t: 'pointer', x: 4, y: 4 },
      { t: 'pointer', x: 6, y: 6 },
      { t: 'button', x: 8, y: 8, button: 0, down: true },
    ])
  })

  test('[control R1] a second button while one is down comes as a move, and is a button all the same', () => {
    pointer.button(at(1, 1, 0, 1), true)
    pointer.move(at(1, 1, 2, 3))
    pointer.move(at(1, 1, 2, 1))
    expect(said.slice(1)).toEqual([
      { t: 'button', x: 2, y: 2, button: 2, down: true },
      { t: 'button', x: 2, y: 2, button: 2, down: false },
    ])
    expect(sender.held).toEqual(['button 0'])
  })

  test('[control R1] wheels of pixels, lines and pages are notches, added up within a frame', () => {
    pointer.wheel({ ...at(1, 1), deltaX: 0, deltaY: 100, deltaMode: 0 })
    pointer.wheel({ ...at(1, 1), deltaX: 0, deltaY: 1.5, deltaMode: 1 })
    frames.shift()?.()
    pointer.wheel({ ...at(1, 1), deltaX: -1e9, deltaY: 0, deltaMode: 0 })
    frames.shift()?.()
    expect(said).toEqual([
      { t: 'wheel', x: 2, y: 2, dx: 0, dy: 1.5 },
      { t: 'wheel', x: 2, y: 2, dx: -100, dy: 0 },
    ])
  })

  test('[control R5] a line that is clogged gets no moves, but every button', () => {
    line.bufferedAmount = 100_000
    pointer.move(at(1, 1))
    pointer.button(at(1, 1, 0, 1), true)
    pointer.button(at(1, 1, 0, 0), false)
    expect(said.map(({ t }) => t)).toEqual(['button', 'button'])
  })
})

test('[control R4] what the Support Manager says of input is the state; what is no notice changes nothing', () => {
  const channel = Object.assign(new EventTarget(), line)
  const client = new ControlClient(channel as unknown as RTCDataChannel)
  const hear = (data: unknown): void => void channel.dispatchEvent(new MessageEvent('message', { data }))
  hear('{"t":"open"}')
  expect(client.state.get()).toEqual({ open: true, closedBecause: undefined })
  hear('{"t":"closed","because":"customer-active"}')
  for (const nonsense of ['{"t":"open","more":1}', '{', new ArrayBuffer(2)]) hear(nonsense)
  expect(client.state.get()).toEqual({ open: false, closedBecause: 'customer-active' })
  client.close()
})

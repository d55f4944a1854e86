import type { ControlNotice, InputMessage } from '@deskside/protocol'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Target } from '../screen/screen-port.ts'
import { ControlDesk } from './control-desk.ts'
import type { InputPort } from './input-port.ts'

const NONE = { shift: false, control: false, alt: false, meta: false, altGraph: false, capsLock: false }
const DESKTOP: Target = { kind: 'all-monitors' }
const EDITOR: Target = { kind: 'application', applicationId: 'editor' }

/** A desk with everything around it under the test's hand. */
class World {
  now = 0
  target: Target | undefined = DESKTOP
  question = false
  at: 'target' | 'hidden' | 'other' = 'target'
  focus: 'target' | 'hidden' | 'other' = 'target'
  readonly done: string[] = []
  readonly notices: ControlNotice[] = []
  readonly raised: string[] = []
  /** Typing takes until this is kept. */
  typing: Promise<void> = Promise.resolve()
  looks = 0
  closed = false
  #timers: { at: number; ring: () => void }[] = []
  #permit = new Set<() => void>()
  #person = new Set<() => void>()
  #listeners = new Map<string, (event: { data: unknown }) => void>()
  readonly desk: ControlDesk

  constructor() {
    const says =
      (name: string) =>
      (...args: unknown[]): Promise<void> =>
        Promise.resolve(void this.done.push([name, ...args].join(' ')))
    const input: InputPort = {
      move: says('move'),
      button: says('button'),
      wheel: says('wheel'),
      key: ({ key, down }) => says('key')(key, down),
      text: (text) => says('text')(text).then(() => this.typing),
      combination: says('combination'),
      releaseAll: () => void this.done.push('releaseAll'),
      onPerson: (listener) => {
        this.#person.add(listener)
        return () => this.#person.delete(listener)
      },
      close: says('close'),
    }
    this.desk = new ControlDesk({
      channel: {
        readyState: 'open',
        send: (data) => void this.notices.push(JSON.parse(data) as ControlNotice),
        close: () => void (this.closed = true),
        addEventListener: (name: string, listener: never) => void this.#listeners.set(name, listener),
      },
      permit: {
        target: () => this.target,
        questionOpen: () => this.question,
        onChange: (listener) => {
          this.#permit.add(listener)
          return () => this.#permit.delete(listener)
        },
      },
      input,
      screen: {
        whatIsAt: () => Promise.resolve(((this.looks += 1), this.at)),
        whatHasFocus: () => Promise.resolve(this.focus),
        raise: (id, at) => Promise.resolve(void this.raised.push(`${id} ${at?.x},${at?.y}`)),
      },
      area: () => ({ x: 100, y: 200, width: 640, height: 480 }),
      clock: {
        now: () => this.now,
        after: (wait, ring) => {
          const timer = { at: this.now + wait, ring }
          this.#timers.push(timer)
          return () => void (this.#timers = this.#timers.filter((other) => other !== timer))
        },
      },
      failed: (error) => {
        throw error
      },
    })
  }

  async say(...messages: InputMessage[]): Promise<void> {
    for (const message of messages) this.raw(JSON.stringify(message))
    await this.settle()
  }

  raw(data: unknown): void {
    this.#listeners.get('message')?.({ data })
  }

  hangUp(): void {
    this.#listeners.get('close')?.({ data: undefined })
  }

  async settle(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
  }

  change(part: { target?: Target | undefined; question?: boolean }): void {
    Object.assign(this, part)
    for (const listener of this.#permit) listener()
  }

  personMoves(): void {
    for (const listener of this.#person) listener()
  }

  pass(milliseconds: number): void {
    this.now += milliseconds
    for (const timer of this.#timers.filter(({ at }) => at <= this.now)) {
      this.#timers = this.#timers.filter((other) => other !== timer)
      timer.ring()
    }
  }

  take(): string[] {
    return this.done.splice(0)
  }
}

const press = (x = 10, y = 20): InputMessage => ({ t: 'button', x, y, button: 0, down: true })
const lift = (x = 10, y = 20): InputMessage => ({ t: 'button', x, y, button: 0, down: false })
const key = (name: string, down = true, modifiers: Partial<typeof NONE> = {}): InputMessage => ({
  t: 'key',
  key: name,
  code: name,
  down,
  modifiers: { ...NONE, ...modifiers },
})

let world: World
beforeEach(() => {
  world = new World()
})

describe('what is allowed', () => {
  test('[control R1] C1: without an approval nothing is carried out, and it is counted', async () => {
    world.change({ target: undefined })
    world.take()
    await world.say({ t: 'pointer', x: 1, y: 1 }, press(), lift(), key('a'), { t: 'text', text: 'rm' })
    expect(world.take()).toEqual([])
    expect(world.desk.dropped('not-granted')).toBe(5)
    expect(world.notices.at(-1)).toEqual({ t: 'closed', because: 'not-granted' })
  })

  test('[control R2] C3: when control falls back to looking, input ends and starts again on the same channel', async () => {
    await world.say(key('Shift'))
    world.change({ target: undefined })
    expect(world.take()).toEqual(['key Shift true', 'releaseAll'])
    await world.say(key('a'))
    expect(world.take()).toEqual([])
    world.change({ target: DESKTOP })
    await world.say(key('a'))
    expect(world.take()).toEqual(['key a true'])
    expect(world.notices).toEqual([{ t: 'open' }, { t: 'closed', because: 'not-granted' }, { t: 'open' }])
  })

  test('[control R8] C10: what was said before Stop and not carried out yet is never carried out', async () => {
    world.raw(JSON.stringify({ t: 'text', text: 'x'.repeat(100) }))
    world.raw(JSON.stringify(press()))
    world.change({ target: undefined })
    await world.settle()
    expect(world.take()).toEqual(['releaseAll'])
  })

  test('[control R8] C10: an approval that comes right after Stop brings none of it back', async () => {
    world.raw(JSON.stringify({ t: 'text', text: 'x'.repeat(100) }))
    world.raw(JSON.stringify(press()))
    world.change({ target: undefined })
    world.change({ target: DESKTOP })
    await world.settle()
    expect(world.take()).toEqual(['releaseAll'])
    await world.say(key('a'))
    expect(world.take()).toEqual(['key a true'])
  })

  test('[control R3] C5: while a question is open, and for 1.5 s after, nothing is carried out', async () => {
    world.change({ question: true })
    await world.say(press(), key('Enter'))
    world.change({ question: false })
    world.pass(1_499)
    await world.say(press(), key('Enter'))
    expect(world.take()).toEqual(['releaseAll', 'releaseAll'])
    expect(world.desk.dropped('question-open')).toBe(4)
    world.pass(1)
    expect(world.notices.at(-1)).toEqual({ t: 'open' })
    await world.say(press())
    expect(world.take()).toEqual(['move 110 220', 'button 0 true'])
  })

  test('[control R3] C6: a window of our own is driven by neither mouse nor keyboard', async () => {
    world.at = 'hidden'
    world.focus = 'hidden'
    const wheel: InputMessage = { t: 'wheel', x: 1, y: 1, dx: 0, dy: 3 }
    const altF4: InputMessage = { t: 'combination', name: 'alt-f4' }
    await world.say({ t: 'pointer', x: 1, y: 1 }, press(), wheel, key('Tab'), { t: 'text', text: 'y' }, altF4)
    expect(world.take()).toEqual([])
    expect(world.desk.dropped('own-window')).toBe(6)
    expect(world.notices.at(-1)).toEqual({ t: 'closed', because: 'own-window' })
  })

  test('[control R3] C6: a press right after a move is looked at for itself, whatever the move saw', async () => {
    await world.say({ t: 'pointer', x: 10, y: 20 })
    world.at = 'hidden'
    await world.say(press(10, 20))
    expect(world.take()).toEqual(['move 110 220'])
  })

  test('[control R4] C11: the customer wins: what is held is let go of, and input rests for a second after their last move', async () => {
    await world.say(press())
    world.take()
    world.personMoves()
    expect(world.take()).toEqual(['releaseAll'])
    expect(world.notices.at(-1)).toEqual({ t: 'closed', because: 'customer-active' })
    world.pass(900)
    world.personMoves()
    world.pass(999)
    await world.say(press())
    expect(world.take()).toEqual([])
    world.pass(1)
    expect(world.notices.at(-1)).toEqual({ t: 'open' })
    await world.say(press())
    expect(world.take()).toEqual(['move 110 220', 'button 0 true'])
  })
})

describe('nothing stays pressed', () => {
  test('[control R5] two seconds of silence while something is held let go of it; a word that it is held does not', async () => {
    await world.say(press())
    world.pass(1_500)
    await world.say({ t: 'held' })
    world.pass(1_999)
    expect(world.take()).toEqual(['move 110 220', 'button 0 true'])
    world.pass(1)
    expect(world.take()).toEqual(['releaseAll'])
  })

  test('[control R5] silence is nothing where nothing is held', async () => {
    await world.say(press(), lift(), key('a'), key('a', false))
    world.pass(60_000)
    expect(world.take()).not.toContain('releaseAll')
  })

  test('[control R5] the page lost the keyboard, or the line ended: everything is let go of', async () => {
    await world.say(key('Control'), { t: 'release' })
    expect(world.take()).toEqual(['key Control true', 'releaseAll'])
    await world.say(key('Control'))
    world.hangUp()
    expect(world.take()).toEqual(['key Control true', 'releaseAll'])
    await world.say(key('a'))
    expect(world.take()).toEqual([])
  })

  test('[control R5] a button that went down is let go of over any window, without going there', async () => {
    await world.say(press())
    world.at = 'hidden'
    await world.say({ t: 'pointer', x: 300, y: 300 }, lift(300, 300))
    expect(world.take()).toEqual(['move 110 220', 'button 0 true', 'button 0 false'])
  })
})

describe('an application', () => {
  beforeEach(() => world.change({ target: EDITOR }))

  test('[control R6] a press on a covered part brings the application to the front, and is not carried out', async () => {
    world.at = 'other'
    await world.say(press())
    expect(world.raised).toEqual(['editor 110,220'])
    expect(world.take()).toEqual([])
    expect(world.notices.at(-1)).toEqual({ t: 'closed', because: 'outside' })
  })

  test('[control R6] the keyboard reaches it only while it has the keyboard', async () => {
    world.focus = 'other'
    await world.say(key('a'), { t: 'text', text: 'a' })
    expect(world.take()).toEqual([])
    world.focus = 'target'
    await world.say(key('a'))
    expect(world.take()).toEqual(['key a true'])
  })

  test('[control R6] what is typed right after a press waits until the pressed window has the keyboard, in its order', async () => {
    world.focus = 'other'
    await world.say(press(), lift(), key('h'), key('h', false), key('e'))
    expect(world.take()).toEqual(['move 110 220', 'button 0 true', 'move 110 220', 'button 0 false'])
    world.focus = 'target'
    world.pass(10)
    await world.settle()
    expect(world.take()).toEqual(['key h true', 'key h false', 'key e true'])
    expect(world.notices).toEqual([{ t: 'open' }])
  })

  test('[control R5] whoever lets go of everything does not wait behind a key that waits for its window', async () => {
    world.focus = 'other'
    await world.say(press(), key('h'))
    world.take()
    await world.say({ t: 'release' })
    world.pass(10)
    await world.settle()
    expect(world.take()).toEqual(['releaseAll'])
  })

  test('[control R6] a pressed window that never gets the keyboard gets no key, and half a second later that is said', async () => {
    await world.say(press(), lift())
    world.focus = 'other'
    world.raw(JSON.stringify(key('h')))
    for (let waited = 0; waited < 500; waited += 10) {
      await world.settle()
      expect(world.notices.at(-1)).toEqual({ t: 'open' })
      world.pass(10)
    }
    await world.settle()
    expect(world.take()).not.toContain('key h true')
    expect(world.notices.at(-1)).toEqual({ t: 'closed', because: 'outside' })
  })

  test('[control R3] [control R4] C10: what waits for the keyboard is over with what keeps input out, and is not typed later', async () => {
    const ends: Record<string, () => void> = {
      person: () => world.personMoves(),
      question: () => world.change({ question: true }),
      // And allowed again before anybody looks.
      stop: () => [undefined, EDITOR].forEach((target) => world.change({ target })),
      line: () => world.hangUp(),
    }
    for (const [name, end] of Object.entries(ends)) {
      world = new World()
      world.target = EDITOR
      await world.say(press(), lift())
      world.focus = 'other'
      await world.say(key('h'), { t: 'text', text: 'ello' })
      end()
      world.focus = 'target'
      world.pass(10)
      await world.settle()
      world.question = false
      world.pass(5_000)
      await world.settle()
      expect(world.take().join(), name).not.toMatch(/key|text/)
    }
  })

  test('[control R6] the keyboard is looked at again within a long text', async () => {
    world.raw(JSON.stringify({ t: 'text', text: 'x'.repeat(64) }))
    await Promise.resolve()
    world.focus = 'other'
    await world.settle()
    expect(world.take()).toEqual([`text ${'x'.repeat(32)}`])
  })

  test('[control R6] what leads out of it is refused: combinations and keys of the desktop', async () => {
    for (const name of [
      'super',
      'alt-tab',
      'ctrl-alt-del',
      'ctrl-shift-esc',
      'ctrl-esc',
      'lock',
      'print-screen',
    ] as const)
      await world.say({ t: 'combination', name })
    await world.say(key('Meta'), key('Tab', true, { alt: true }), key('F1', true, { control: true, alt: true }))
    await world.say(key('Escape', true, { control: true }), key('d', true, { meta: true }), key('PrintScreen'))
    expect(world.take()).toEqual([])
    await world.say(key('c', true, { control: true }), key('@', true, { control: true, alt: true, altGraph: true }))
    await world.say({ t: 'combination', name: 'alt-f4' })
    expect(world.take()).toEqual(['key c true', 'key @ true', 'combination Alt,F4'])
  })
})

describe('what a page may say', () => {
  test('[control R10] B6: what is no message is counted, and a thousand of them close the channel', () => {
    const bad = ['', '{', '[]', '{"t":"pointer","x":"1","y":1}', '{"t":"move"}', new ArrayBuffer(4), 'x'.repeat(20_000)]
    for (let index = 0; index < 999; index += 1) {
      world.now += 10
      world.raw(bad[index % bad.length])
    }
    expect(world.closed).toBe(false)
    expect(world.desk.dropped('bad')).toBe(999)
    world.now += 10
    world.raw('{')
    expect(world.closed).toBe(true)
    expect(world.take()).toEqual(['releaseAll'])
  })

  test('[control R10] B6: more than 200 messages a second, or 1,000 at once, are dropped, and nothing stays held by that', async () => {
    await world.say(key('Shift'))
    for (let index = 0; index < 1_050; index += 1) await world.say(key('a'))
    expect(world.desk.dropped('too-many')).toBe(51)
    expect(world.take().filter((what) => what === 'releaseAll')).toHaveLength(1)
    world.pass(1_000)
    await world.say(key('b'))
    expect(world.take()).toEqual(['key b true'])
  })

  test('[control R10] B8: what waits to be typed does not grow without end where a page says more than can be typed', async () => {
    world.typing = new Promise(() => undefined)
    for (let second = 0; second < 20; second += 1) {
      await world.say(...Array.from({ length: 200 }, (): InputMessage => ({ t: 'text', text: 'x'.repeat(2_000) })))
      world.pass(1_000)
    }
    expect(world.desk.dropped('too-many')).toBe(20 * 200 - 1_001)
  })

  test('[control R10] places lie within the picture, on the desktop where the picture is', async () => {
    await world.say({ t: 'pointer', x: -1, y: 65_000 })
    await world.say({ t: 'pointer', x: 639.9, y: 0.2 })
    expect(world.take()).toEqual(['move 100 679', 'move 739 200'])
  })

  test('[control R10] moves that wait are one; parts of a notch add up to whole ones', async () => {
    await world.say({ t: 'pointer', x: 1, y: 1 }, { t: 'pointer', x: 2, y: 2 }, { t: 'pointer', x: 3, y: 3 })
    expect(world.take()).toEqual(['move 101 201', 'move 103 203'])
    expect(world.looks).toBe(1)
    const wheel = (dy: number): InputMessage => ({ t: 'wheel', x: 3, y: 3, dx: 0, dy })
    await world.say(wheel(0.4), wheel(0.4), wheel(0.4), wheel(-2.2))
    expect(world.take().filter((what) => what.startsWith('wheel'))).toEqual(['wheel 0 1', 'wheel 0 -2'])
  })
})

import { mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { InputModifiers } from '@deskside/protocol'
import { decode, encode } from 'fast-png'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openMarkedOwner } from './clipboard/testing/marked-owner.ts'
import { openTerminal } from './control/testing/typing-programs.ts'
import type { Desktop } from './desktop.ts'
import { openX11, type X11 } from './platform/x11.ts'
import { BLANK, type Rectangle, type ScreenSource, type Target } from './screen/screen-port.ts'
import { at, Viewer } from './testing/x-viewer.ts'
import { openTestDisplay, type TestDisplay, until } from './testing/x-display.ts'
import { startProgram, type TestProgram } from './testing/x-program.ts'

const RED = 0xff_00_00
const GREEN = 0x00_c0_00
const BLUE = 0x00_00_ff
const GROUND = 0x20_30_40

// One suite for every kind of desktop: what the parts that use one rely on. The libraries that stand for Windows and macOS
// work on X11, too, so that what surrounds them is tried for real.
interface Kind {
  readonly open: () => Promise<Desktop>
  /** What is seen of a green window where another program's covers it. */
  readonly covered: number
}
const KINDS: Readonly<Record<string, Kind>> = {
  X11: { open: async () => (await import('./x11-desktop.ts')).openX11Desktop(), covered: GREEN },
  // It is not certain that their pictures hold the window alone, so that is left out.
  'the libraries for Windows and macOS': {
    open: async () => (await import('./native-desktop.ts')).openNativeDesktop(),
    covered: BLANK,
  },
}

const ALL: Target = { kind: 'all-monitors' }
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
let desktop: Desktop
let before: string | undefined
const programs: TestProgram[] = []
const sources: ScreenSource[] = []

beforeAll(async () => {
  display = await openTestDisplay('800x600')
  // The libraries take the display from the environment, once for the whole process.
  before = process.env['DISPLAY']
  process.env['DISPLAY'] = display.name
  x = await openX11(display.name)
  await display.manage()
  await display.run('xsetroot', ['-solid', '#203040'])
})

afterAll(async () => {
  x.close()
  if (before === undefined) delete process.env['DISPLAY']
  else process.env['DISPLAY'] = before
  await display.close()
})

async function program(name: string): Promise<TestProgram> {
  const started = await startProgram(display, name)
  programs.push(started)
  return started
}

/** A window that is there for the window manager, too. */
async function open(name: string, colour: number, area: Rectangle): Promise<TestProgram> {
  const started = await program(name)
  await started.open({ colour, area })
  await until(`${name} is listed`, async () => (await idOf(name)) !== undefined || undefined)
  return started
}

async function idOf(name: string): Promise<string | undefined> {
  const applications = await desktop.screen.applications()
  return applications.find(({ titles }) => titles.includes(name))?.id
}

async function view(target: Target): Promise<Viewer> {
  const source = await desktop.screen.open(target)
  sources.push(source)
  return new Viewer(source)
}

const focus = async (): Promise<number> =>
  (await x.ask<{ readonly focus: number }>((reply) => x.client.GetInputFocus(reply))).focus
const middleOf = async (window: number): Promise<{ x: number; y: number }> => {
  const { width, height } = await x.ask<{ width: number; height: number }>((reply) =>
    x.client.GetGeometry(window, reply),
  )
  const told = await display.run('xdotool', ['getwindowgeometry', '--shell', String(window)])
  const [left, top] = ['X', 'Y'].map((name) => Number(new RegExp(`^${name}=(-?\\d+)$`, 'mu').exec(told)?.[1]))
  return { x: (left ?? 0) + Math.floor(width / 2), y: (top ?? 0) + Math.floor(height / 2) }
}
const press = (key: string, code: string, modifiers: Partial<InputModifiers> = {}): Promise<void> =>
  desktop.input.key({ key, code, down: true, modifiers: { ...NONE, ...modifiers } })
const letGo = (key: string, code: string, modifiers: Partial<InputModifiers> = {}): Promise<void> =>
  desktop.input.key({ key, code, down: false, modifiers: { ...NONE, ...modifiers } })
const held = async (): Promise<number> => {
  const keys = await x.ask<Buffer>((reply) => x.client.QueryKeymap(reply))
  const { keyMask } = await x.ask<{ readonly keyMask: number }>((reply) => x.client.QueryPointer(x.root, reply))
  return [...keys].reduce((sum, byte) => sum + byte, 0) + (keyMask & 0x1f00)
}

/** Copies as another program does, and waits until it is on the clipboard. */
async function copy(text: string): Promise<void> {
  await display.run('sh', ['-c', `printf ${text} | xclip -selection clipboard >/dev/null 2>&1`])
  await until(
    'it is copied',
    async () => (await display.run('xclip', ['-selection', 'clipboard', '-o'])) === text || undefined,
  )
}

for (const [kind, { open: openDesktop, covered }] of Object.entries(KINDS))
  describe(`a desktop by ${kind}`, () => {
    beforeEach(async () => {
      desktop = await openDesktop()
      desktop.screen.setHidden({ ownPids: new Set([process.pid]), denied: [] })
    })

    afterEach(async () => {
      for (const source of sources.splice(0)) source.close()
      await desktop.close()
      await Promise.all(programs.splice(0).map((started) => started.end()))
    })

    test('[screen R10] a monitor is pictured as it is, and what changes is told with where it is', async () => {
      const writer = await program('Writer')
      const window = await writer.open({ colour: GREEN, area: { x: 200, y: 150, width: 100, height: 80 } })
      const [monitor] = desktop.screen.monitors()
      expect(monitor?.area).toEqual({ x: 0, y: 0, width: 800, height: 600 })
      const viewer = await view({ kind: 'monitor', monitorId: monitor?.id ?? '' })
      await viewer.sees(GREEN, 250, 190)
      await viewer.sees(GROUND, 600, 500)
      // Nothing differs any more.
      await until('it is at rest', async () => (await viewer.source.grab()) === undefined || undefined)
      const told = new Promise<void>((resolve) => viewer.source.onChange(resolve))
      await writer.paint(window, BLUE)
      await told
      const picture = await viewer.source.grab()
      expect(picture && at(picture, 250, 190)).toBe(BLUE)
      for (const { x: left, y: top, width, height } of picture?.changed ?? []) {
        expect(left).toBeGreaterThanOrEqual(150)
        expect(top).toBeGreaterThanOrEqual(100)
        expect(left + width).toBeLessThanOrEqual(350)
        expect(top + height).toBeLessThanOrEqual(280)
      }
    })

    test('[screen R12] hidden windows are blank from the first picture on, and blank again when the rule comes later', async () => {
      const keeper = await open('Keeper', RED, { x: 100, y: 100, width: 150, height: 100 })
      await open('Writer', GREEN, { x: 400, y: 300, width: 150, height: 100 })
      desktop.screen.setHidden({ ownPids: new Set([keeper.pid]), denied: [] })
      const viewer = await view(ALL)
      await viewer.sees(GREEN, 450, 350)
      expect(at(await viewer.look(), 150, 150)).toBe(BLANK)
      expect((await viewer.look()).pixels.includes(RED)).toBe(false)
      desktop.screen.setHidden({ ownPids: new Set(), denied: ['WRIT'] })
      const picture = await viewer.look()
      expect(picture.pixels.includes(GREEN)).toBe(false)
      await viewer.sees(RED, 150, 150)
      expect(await idOf('Writer')).toBeUndefined()
    })

    test('[screen R11] an application shows its own window and nothing of another that lies above it', async () => {
      const writer = await open('Writer', GREEN, { x: 100, y: 100, width: 300, height: 200 })
      await open('Other', RED, { x: 250, y: 200, width: 300, height: 200 })
      const viewer = await view({ kind: 'application', applicationId: (await idOf('Writer')) ?? '' })
      await viewer.sees(GREEN, 150, 150)
      await viewer.sees(covered, 320, 270)
      const extra = await writer.open({ colour: BLUE, area: { x: 450, y: 60, width: 80, height: 60 }, title: 'Writer' })
      await viewer.sees(BLUE, 480, 90)
      await writer.paint(extra, GREEN)
      await viewer.sees(GREEN, 480, 90)
      expect((await viewer.look()).pixels.includes(RED)).toBe(false)
      expect((await viewer.look()).pixels.includes(GROUND)).toBe(false)
    })

    test('[screen R11] an application that has closed is told as gone', async () => {
      const writer = await open('Writer', GREEN, { x: 100, y: 100, width: 300, height: 200 })
      await open('Other', RED, { x: 450, y: 300, width: 100, height: 100 })
      const viewer = await view({ kind: 'application', applicationId: (await idOf('Writer')) ?? '' })
      await viewer.sees(GREEN, 150, 150)
      const gone = new Promise<void>((resolve) => viewer.source.onGone(resolve))
      await writer.end()
      await gone
    })

    test('[control R6] what is at a place and what has the keyboard: the target, something hidden, something else', async () => {
      await open('Writer', GREEN, { x: 100, y: 100, width: 150, height: 100 })
      const keeper = await open('Keeper', RED, { x: 400, y: 300, width: 150, height: 100 })
      const { screen } = desktop
      const writer: Target = { kind: 'application', applicationId: (await idOf('Writer')) ?? '' }
      expect(await screen.whatIsAt(writer, 150, 150)).toBe('target')
      expect(await screen.whatIsAt(writer, 450, 350)).toBe('other')
      expect(await screen.whatIsAt(ALL, 450, 350)).toBe('target')
      await until(
        'the newest has the keyboard',
        async () => (await screen.whatHasFocus(writer)) === 'other' || undefined,
      )
      screen.setHidden({ ownPids: new Set([keeper.pid]), denied: [] })
      expect(await screen.whatIsAt(ALL, 450, 350)).toBe('hidden')
      expect(await screen.whatHasFocus(ALL)).toBe('hidden')
      await screen.raise(writer.kind === 'application' ? writer.applicationId : '')
      await until('it was raised', async () => (await screen.whatHasFocus(writer)) === 'target' || undefined)
    })

    test('[control R7] clicks and typed text arrive, with named keys among them', async () => {
      const terminal = await openTerminal(display)
      await open('Other', RED, { x: 600, y: 450, width: 150, height: 100 })
      const place = await middleOf(terminal.window)
      await until('the newest has the keyboard', async () => (await focus()) !== terminal.window || undefined)
      await desktop.input.move(place.x, place.y)
      await desktop.input.button(0, true)
      await desktop.input.button(0, false)
      await until('the click gave it the keyboard', async () => (await focus()) === terminal.window || undefined)
      expect(desktop.screen.cursor()).toMatchObject(place)
      await desktop.input.text('Hello, 42.')
      await press('Enter', 'Enter')
      await letGo('Enter', 'Enter')
      await press('x', 'KeyX')
      await letGo('x', 'KeyX')
      await press('Control', 'ControlLeft', { control: true })
      await press('b', 'KeyB', { control: true })
      await letGo('b', 'KeyB', { control: true })
      await letGo('Control', 'ControlLeft')
      await terminal.has('Hello, 42.\rx\u0002')
    })

    test('[control R1] a notch of the wheel is one, and goes the way it was turned', async () => {
      // The terminal says each notch as the number of a button (xterm, "Mouse Tracking"): 64 up, 65 down.
      const terminal = await openTerminal(display, { says: '\\033[?1000h\\033[?1006h' })
      const { x: left, y: top } = await middleOf(terminal.window)
      await desktop.input.move(left, top)
      await desktop.input.wheel(0, 2)
      await desktop.input.wheel(0, -1)
      await until('three notches', async () => (await terminal.text()).split('M').length > 3 || undefined)
      const notches = [...(await terminal.text()).matchAll(/\[<(\d+);/gu)].map(([, button]) => button)
      expect(notches).toEqual(['65', '65', '64'])
    })

    test('[control R5] everything that is held is let go of at once', async () => {
      await press('Shift', 'ShiftLeft', { shift: true })
      await press('Control', 'ControlRight', { shift: true, control: true })
      await desktop.input.button(0, true)
      await until('they are down', async () => (await held()) > 0 || undefined)
      desktop.input.releaseAll()
      await until('nothing is down', async () => (await held()) === 0 || undefined)
    })

    test('C11: the person moves the mouse and it is told; our own moves are not', async () => {
      let told = 0
      const stop = desktop.input.onPerson(() => void (told += 1))
      const moved = (to: number): Promise<true> =>
        until('the pointer is there', () => desktop.screen.cursor().x === to || undefined)
      for (const to of [100, 200, 300]) {
        await desktop.input.move(to, 100)
        await moved(to)
      }
      expect(told).toBe(0)
      await display.run('xdotool', ['mousemove_relative', '30', '30'])
      await until('the person is noticed', () => told > 0 || undefined)
      stop()
    })

    test('[control R9] what is copied from now on is told, what was there before is not, and what is written arrives', async () => {
      await copy('before')
      const told: string[] = []
      const stop = desktop.clipboard.watch((content) => void (content.kind === 'text' && told.push(content.text)))
      await desktop.clipboard.write({ kind: 'text', text: 'written ä€' })
      expect(await display.run('xclip', ['-selection', 'clipboard', '-o'])).toBe('written ä€')
      await copy('copied')
      await until('it is told', () => told.length > 0 || undefined)
      expect(told).toEqual(['copied'])
      stop()
    })

    test('[control R9] C8: a password that is marked as one is not told', async () => {
      const told: string[] = []
      const stop = desktop.clipboard.watch((content) => void (content.kind === 'text' && told.push(content.text)))
      const owner = await openX11(display.name)
      const marked = await openMarkedOwner(owner)
      await until('the marked content was looked at', () => marked.asked.includes('TARGETS') || undefined)
      await copy('public')
      await until('it is told', () => told.length > 0 || undefined)
      expect(told).toEqual(['public'])
      owner.close()
      stop()
    })

    test('[control R9] a picture is written and read', async () => {
      const told: number[][] = []
      const stop = desktop.clipboard.watch((content) => {
        if (content.kind === 'image') told.push([...decode(content.png).data.subarray(0, 3)])
      })
      const picture = (shade: number): Uint8Array =>
        encode({ width: 2, height: 2, channels: 3, depth: 8, data: new Uint8Array(12).fill(shade) })
      await desktop.clipboard.write({ kind: 'image', png: picture(200) })
      const file = join(await mkdtemp(join(tmpdir(), 'deskside-picture-')), 'picture.png')
      await display.run('sh', ['-c', `xclip -selection clipboard -t image/png -o > ${file}`])
      expect([...decode(await readFile(file)).data.subarray(0, 3)]).toEqual([200, 200, 200])
      await writeFile(file, picture(100))
      await display.run('sh', ['-c', `xclip -selection clipboard -t image/png -i ${file} >/dev/null 2>&1`])
      await until('it is told', () => told.length > 0 || undefined)
      expect(told).toEqual([[100, 100, 100]])
      stop()
    })
  })

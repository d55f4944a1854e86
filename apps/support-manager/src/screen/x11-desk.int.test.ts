import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openX11, type X11 } from '../platform/x11.ts'
import { openTestDisplay, type TestDisplay, until } from '../testing/x-display.ts'
import { startProgram, type TestProgram } from '../testing/x-program.ts'
import { BLANK, type Rectangle, type ScreenPort, type Target } from './screen-port.ts'
import { openX11Screen } from './x11-screen.ts'

const RED = 0xff_00_00
const GREEN = 0x00_c0_00
const ORANGE = 0xf5_82_1f
const ALL: Target = { kind: 'all-monitors' }

let display: TestDisplay
let desk: X11
let screen: ScreenPort
const programs: Pick<TestProgram, 'end'>[] = []

beforeAll(async () => {
  display = await openTestDisplay('800x600')
  desk = await openX11(display.name)
  await display.manage()
})

afterAll(async () => {
  desk.close()
  await display.close()
})

beforeEach(async () => {
  screen = await openX11Screen(display.name)
})

afterEach(async () => {
  screen.close()
  await Promise.all(programs.splice(0).map((program) => program.end()))
  await until('the windows are gone', async () => {
    const left = await openX11Screen(display.name)
    const applications = await left.applications()
    left.close()
    return applications.length === 0 || undefined
  })
})

async function program(name: string): Promise<TestProgram> {
  const started = await startProgram(display, name)
  programs.push(started)
  return started
}

async function colourAt(x: number, y: number): Promise<number> {
  const image = await desk.ask<{ data: Buffer }>((reply) =>
    desk.client.GetImage(2, desk.root, x, y, 1, 1, 0xff_ff_ff_ff, reply),
  )
  return image.data.readUInt32LE(0) & 0xff_ff_ff
}

async function shows(colour: number, x: number, y: number): Promise<void> {
  await until(`#${colour.toString(16)} is shown`, async () => (await colourAt(x, y)) === colour || undefined)
}

/** Moves the mouse as a device does. */
async function point(x: number, y: number): Promise<void> {
  const xtest = await desk.extension('xtest')
  xtest.FakeInput(xtest.MotionNotify, 0, 0, desk.root, x, y)
  await desk.sync()
}

async function target(name: string): Promise<Target> {
  const id = await until(name, async () => (await screen.applications()).find((one) => one.name === name)?.id)
  return { kind: 'application', applicationId: id }
}

describe('the cursor', () => {
  it('[screen R13] is told where it is moved and when it takes another shape', async () => {
    const xterm = display.start('xterm', ['-geometry', '40x10+400+300'])
    programs.push({ end: () => display.end(xterm) })
    await target('XTerm')
    await point(20, 20)
    await until('it is there', () => screen.cursor().x === 20 || undefined)
    const first = await until('its shape', () => screen.cursor().shape)
    let told = 0
    const stop = screen.onCursor(() => (told += 1))
    await point(300, 200)
    await until('it has moved', () => (screen.cursor().x === 300 && screen.cursor().y === 200) || undefined)
    // A program puts it elsewhere.
    desk.client.WarpPointer(0, desk.root, 0, 0, 0, 0, 320, 220)
    await until('it was put there', () => (screen.cursor().x === 320 && screen.cursor().y === 220) || undefined)
    // A text has a cursor of its own.
    await point(500, 380)
    const second = await until('its other shape', () => {
      const { shape } = screen.cursor()
      return shape?.id === first.id ? undefined : shape
    })
    expect(told).toBeGreaterThan(1)
    for (const { width, height, hotX, hotY, rgba } of [first, second]) {
      expect(rgba).toHaveLength(width * height * 4)
      expect(hotX).toBeLessThan(width)
      expect(hotY).toBeLessThan(height)
    }
    stop()
    const before = told
    await point(310, 210)
    await until('it has moved', () => screen.cursor().x === 310 || undefined)
    expect(told).toBe(before)
  })

  it('[screen R13] is not in the picture', async () => {
    await display.run('xsetroot', ['-solid', '#203040'])
    await point(400, 300)
    const source = await screen.open(ALL)
    const picture = await source.grab()
    expect(new Set(picture?.pixels)).toEqual(new Set([0x20_30_40]))
  })
})

describe('what input would reach', () => {
  it('C6: tells hidden windows, the target and others apart, by place and by focus', async () => {
    const writer = await program('Writer')
    const page = await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 200, height: 150 } })
    await shows(GREEN, 150, 150)
    const panel = await program('Panel')
    const own = await panel.open({ colour: RED, area: { x: 250, y: 150, width: 200, height: 150 } })
    await shows(RED, 300, 200)
    const application = await target('Writer')
    screen.setHidden({ ownPids: new Set([panel.pid]), denied: [] })
    expect(await screen.whatIsAt(ALL, 150, 150)).toBe('target')
    expect(await screen.whatIsAt(ALL, 300, 200)).toBe('hidden')
    // Its frame, by which it could be closed, is as hidden as itself.
    expect(await screen.whatIsAt(ALL, 300, 152)).toBe('hidden')
    expect(await screen.whatIsAt(ALL, 700, 500)).toBe('target')
    expect(await screen.whatIsAt(application, 150, 150)).toBe('target')
    expect(await screen.whatIsAt(application, 700, 500)).toBe('other')
    expect(await screen.whatIsAt(application, 300, 200)).toBe('hidden')
    for (const [window, answer] of [
      [page, 'target'],
      [own, 'hidden'],
    ] as const) {
      desk.client.SetInputFocus(window, 1)
      await desk.sync()
      expect(await screen.whatHasFocus(ALL)).toBe(answer)
      expect(await screen.whatHasFocus(application)).toBe(answer)
    }
    const other = await program('Other')
    const last = await other.open({ colour: RED, area: { x: 500, y: 300, width: 100, height: 100 } })
    await shows(RED, 550, 350)
    desk.client.SetInputFocus(last, 1)
    await desk.sync()
    expect(await screen.whatHasFocus(application)).toBe('other')
    expect(await screen.whatIsAt(application, 550, 350)).toBe('other')
  })

  it('tells a window that opens at once, before anybody is told of it', async () => {
    const panel = await program('Panel')
    screen.setHidden({ ownPids: new Set([panel.pid]), denied: [] })
    await panel.open({ colour: RED, area: { x: 300, y: 300, width: 100, height: 100 }, menu: true })
    expect(await screen.whatIsAt(ALL, 350, 350)).toBe('hidden')
  })
})

describe('applications', () => {
  it('are told by name and titles, the one in front first, and raised', async () => {
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 200, height: 150 }, title: 'A letter – Writer' })
    await shows(GREEN, 250, 200)
    const other = await program('Other')
    await other.open({ colour: RED, area: { x: 150, y: 130, width: 200, height: 150 } })
    await other.open({ colour: RED, area: { x: 600, y: 430, width: 100, height: 100 }, menu: true })
    await shows(RED, 250, 200)
    const told = await until('both', async () => {
      const all = await screen.applications()
      return all.length === 2 ? all : undefined
    })
    expect(told.map(({ name, titles }) => [name, titles])).toEqual([
      ['Other', ['Other']],
      ['Writer', ['A letter – Writer']],
    ])
    await screen.raise(told[1]?.id ?? '')
    await shows(GREEN, 250, 200)
    expect((await screen.applications()).map(({ name }) => name)).toEqual(['Writer', 'Other'])
    screen.setHidden({ ownPids: new Set([writer.pid]), denied: ['OTHER'] })
    expect(await screen.applications()).toEqual([])
  })

  it('have a small picture, without what covers them', async () => {
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 400, height: 300 }, paints: true })
    await shows(GREEN, 450, 350)
    const other = await program('Other')
    await other.open({ colour: RED, area: { x: 300, y: 250, width: 400, height: 300 } })
    await shows(RED, 450, 350)
    const small = await screen.thumbnail(await target('Writer'), 100)
    expect(small.width).toBe(100)
    expect(small.pixels).toHaveLength(small.width * small.height)
    expect(small.pixels[Math.floor(small.height * 0.8) * 100 + 80]).toBe(GREEN)
    const desktop = await screen.thumbnail(ALL, 200)
    expect([desktop.width, desktop.height]).toEqual([200, 150])
    expect(desktop.pixels[87 * 200 + 112]).toBe(RED)
  })
})

/** How many black pixels there are in a part of the desktop itself. */
async function darkPixels({ x, y, width, height }: Rectangle): Promise<number> {
  const image = await desk.ask<{ data: Buffer }>((reply) =>
    desk.client.GetImage(2, desk.root, x, y, width, height, 0xff_ff_ff, reply),
  )
  let count = 0
  for (let at = 0; at < image.data.length; at += 4) if (image.data.readUIntLE(at, 3) === 0) count += 1
  return count
}

describe('the border', () => {
  it('C10: frames what is shared, lets clicks through and is taken away', async () => {
    await display.run('xsetroot', ['-solid', '#203040'])
    const clicked = desk.client.AllocID()
    desk.client.CreateWindow(clicked, desk.root, 0, 0, 100, 100, 0, 0, 1, 0, { overrideRedirect: 1, eventMask: 4 })
    desk.client.MapWindow(clicked)
    screen.showBorder({ target: ALL, text: 'Anna sees your screen' })
    await shows(ORANGE, 1, 50)
    await shows(ORANGE, 798, 598)
    await shows(ORANGE, 400, 1)
    await until(
      'the words stand on the frame',
      async () => (await darkPixels({ x: 300, y: 0, width: 200, height: 20 })) > 50,
    )
    const pressed = new Promise<void>((resolve) => {
      desk.onEvent((event) => {
        if (event.name === 'ButtonPress' && event.wid === clicked) resolve()
      })
    })
    await display.run('xdotool', ['mousemove', '1', '50', 'click', '1'])
    await pressed
    expect(await screen.whatIsAt(ALL, 1, 50)).toBe('target')
    desk.client.DestroyWindow(clicked)
    screen.showBorder(undefined)
    await shows(0x20_30_40, 1, 50)
    await shows(0x20_30_40, 400, 1)
  })

  it('[screen R12] is blank in a picture, and never in an application’s', async () => {
    const writer = await program('Writer')
    const window = await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 200, height: 150 }, paints: true })
    await shows(GREEN, 150, 150)
    const application = await target('Writer')
    const source = await screen.open(application)
    await source.grab()
    screen.showBorder({ target: application, text: 'Anna uses Writer' })
    await shows(ORANGE, 98, 150)
    expect((await (await screen.open(ALL)).grab())?.pixels.includes(ORANGE)).toBe(false)
    // It goes with the window, and an ordinary window does not hide it.
    desk.client.ConfigureWindow(window, { x: 300, y: 200 })
    await shows(ORANGE, 298, 260)
    const other = await program('Other')
    await other.open({ colour: RED, area: { x: 250, y: 250, width: 100, height: 100 } })
    await shows(RED, 320, 300)
    await shows(ORANGE, 298, 300)
    const picture = await source.grab()
    expect(picture?.pixels.includes(ORANGE)).toBe(false)
    expect(picture?.pixels.includes(GREEN)).toBe(true)
    expect(picture?.pixels.includes(RED)).toBe(false)
    expect(picture?.pixels.includes(BLANK)).toBe(false)
  })
})

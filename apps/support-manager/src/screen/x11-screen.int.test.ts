import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openX11, type X11 } from '../platform/x11.ts'
import { openTestDisplay, type TestDisplay, until } from '../testing/x-display.ts'
import { startProgram, type TestProgram } from '../testing/x-program.ts'
import { at, Viewer } from '../testing/x-viewer.ts'
import { BLANK, type Rectangle, type ScreenPort, type ScreenSource } from './screen-port.ts'
import { openX11Screen } from './x11-screen.ts'

const RED = 0xff_00_00
const GREEN = 0x00_c0_00
const BLUE = 0x00_00_ff
const GROUND = 0x20_30_40

let display: TestDisplay
let desk: X11
let screen: ScreenPort
const programs: Pick<TestProgram, 'end'>[] = []
const sources: ScreenSource[] = []

beforeAll(async () => {
  display = await openTestDisplay('800x600')
  desk = await openX11(display.name)
  await display.manage()
  await display.run('xsetroot', ['-solid', '#203040'])
})

afterAll(async () => {
  desk.close()
  await display.close()
})

afterEach(async () => {
  for (const source of sources.splice(0)) source.close()
  screen.close()
  await Promise.all(programs.splice(0).map((program) => program.end()))
})

async function look(): Promise<void> {
  screen = await openX11Screen(display.name)
}

async function program(name: string): Promise<TestProgram> {
  const started = await startProgram(display, name)
  programs.push(started)
  return started
}

async function open(target: Parameters<ScreenPort['open']>[0]): Promise<ScreenSource> {
  const source = await screen.open(target)
  sources.push(source)
  return source
}

/** All pixels of an area of the desktop, straight from the display. */
async function truth({ x, y, width, height }: Rectangle): Promise<number[]> {
  const image = await desk.ask<{ data: Buffer }>((reply) =>
    desk.client.GetImage(2, desk.root, x, y, width, height, 0xff_ff_ff_ff, reply),
  )
  return Array.from({ length: width * height }, (_, index) => image.data.readUInt32LE(index * 4) & 0xff_ff_ff)
}

/** Changes a window as a person does by the window manager, and waits until the display has done it. */
async function change(window: number, values: Record<string, number>): Promise<void> {
  desk.client.ConfigureWindow(window, values)
  await desk.sync()
}

/** When the display shows a colour at a place. */
async function shows(colour: number, x: number, y: number): Promise<void> {
  await until(
    `the display shows #${colour.toString(16)}`,
    async () => (await truth({ x, y, width: 1, height: 1 }))[0] === colour || undefined,
  )
}

describe('a desktop', () => {
  it('[screen R10] is pictured pixel for pixel as it is', async () => {
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 200, height: 150 } })
    await shows(GREEN, 150, 150)
    await look()
    const viewer = new Viewer(await open({ kind: 'all-monitors' }))
    const picture = await viewer.look()
    expect(picture.area).toEqual({ x: 0, y: 0, width: 800, height: 600 })
    expect([...picture.pixels]).toEqual(await truth(picture.area))
  })

  it('[screen R10] tells exactly what changed, and keeps apart what lies apart', async () => {
    const writer = await program('Writer')
    const one = await writer.open({ colour: GREEN, area: { x: 20, y: 60, width: 60, height: 40 }, menu: true })
    const other = await writer.open({ colour: GREEN, area: { x: 600, y: 400, width: 50, height: 30 }, menu: true })
    await look()
    const source = await open({ kind: 'all-monitors' })
    await source.grab()
    await writer.paint(one, BLUE)
    await writer.paint(other, BLUE)
    const picture = await source.grab()
    expect(picture?.changed.toSorted((a, b) => a.x - b.x)).toEqual([
      { x: 20, y: 60, width: 60, height: 40 },
      { x: 600, y: 400, width: 50, height: 30 },
    ])
  })

  it('[screen R10] costs nothing while nothing changes, and one word when something does', async () => {
    const writer = await program('Writer')
    const window = await writer.open({ colour: GREEN, area: { x: 20, y: 60, width: 60, height: 40 }, menu: true })
    await look()
    const source = await open({ kind: 'all-monitors' })
    await source.grab()
    await source.grab()
    let told = 0
    source.onChange(() => (told += 1))
    expect(await source.grab()).toBeUndefined()
    await writer.paint(window, BLUE)
    await until('the change is told', () => told > 0 || undefined)
    await writer.paint(window, RED)
    await screen.applications()
    expect(told).toBe(1)
    expect((await source.grab())?.changed).toEqual([{ x: 20, y: 60, width: 60, height: 40 }])
    // The same colour again is damage, and no change.
    await writer.paint(window, RED)
    expect(await source.grab()).toBeUndefined()
  })

  it('[screen R10] of two monitors each has its own picture, and one that is unplugged is told', async () => {
    await display.run('xrandr', ['--setmonitor', 'left', '400/100x600/100+0+0', 'screen'])
    await display.run('xrandr', ['--setmonitor', 'right', '400/100x600/100+400+0', 'none'])
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 390, y: 100, width: 20, height: 20 }, menu: true })
    await look()
    expect(screen.monitors().map(({ id, area }) => [id, area.x, area.width])).toEqual([
      ['left', 0, 400],
      ['right', 400, 400],
    ])
    const left = new Viewer(await open({ kind: 'monitor', monitorId: 'left' }))
    const right = new Viewer(await open({ kind: 'monitor', monitorId: 'right' }))
    for (const viewer of [left, right]) {
      const picture = await viewer.look()
      expect([...picture.pixels]).toEqual(await truth(picture.area))
    }
    const gone = new Promise<void>((resolve) => right.source.onGone(resolve))
    const told = new Promise<void>((resolve) => screen.onMonitors(resolve))
    await display.run('xrandr', ['--delmonitor', 'right'])
    await Promise.all([gone, told])
    expect(await right.source.grab()).toBeUndefined()
    await display.run('xrandr', ['--delmonitor', 'left'])
  })
})

describe('hidden windows', () => {
  it('[screen R12] a denied window is never seen while it opens, moves, rises and is covered', async () => {
    const writer = await program('Writer')
    const cover = await writer.open({ colour: GREEN, area: { x: 60, y: 60, width: 200, height: 150 } })
    await shows(GREEN, 150, 150)
    const vault = await program('KeyVault')
    await look()
    screen.setHidden({ ownPids: new Set(), denied: ['keyvault'] })
    const viewer = new Viewer(await open({ kind: 'all-monitors' }))
    await viewer.look()
    const seen = await viewer.everSees(RED, async () => {
      const window = await vault.open({ colour: RED, area: { x: 150, y: 100, width: 300, height: 250 } })
      await shows(RED, 350, 250)
      for (let x = 20; x < 420; x += 20) await change(window, { x, y: 100 + x / 4 })
      await change(cover, { stackMode: 0 })
      await change(window, { x: 100, y: 80, stackMode: 0 })
      await change(window, { stackMode: 1 })
      await vault.open({ colour: RED, area: { x: 500, y: 300, width: 80, height: 120 }, menu: true })
    })
    expect(seen).toBe(false)
    // What covers it is seen whole, and what came out from under it too.
    await change(cover, { stackMode: 0 })
    await viewer.sees(GREEN, 150, 150)
    await vault.end()
    await viewer.sees(GROUND, 540, 360)
    await until('the picture is the desktop', async () => {
      const picture = await viewer.look()
      return JSON.stringify([...picture.pixels]) === JSON.stringify(await truth(picture.area)) || undefined
    })
  })

  it('[screen R12] the own windows are blank and what lies over them is not', async () => {
    const panel = await program('Panel')
    await panel.open({ colour: RED, area: { x: 100, y: 100, width: 200, height: 150 }, menu: true })
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 200, y: 150, width: 200, height: 150 }, menu: true })
    await look()
    screen.setHidden({ ownPids: new Set([panel.pid]), denied: [] })
    const viewer = new Viewer(await open({ kind: 'all-monitors' }))
    const picture = await viewer.look()
    expect(at(picture, 120, 120)).toBe(BLANK)
    expect(at(picture, 210, 160)).toBe(GREEN)
    expect(at(picture, 199, 160)).toBe(BLANK)
    expect(picture.pixels.includes(RED)).toBe(false)
  })

  it('[screen R12] a window whose title comes to be denied is gone from the picture', async () => {
    const browser = await program('Browser')
    const window = await browser.open({ colour: RED, area: { x: 100, y: 100, width: 200, height: 150 } })
    await shows(RED, 150, 150)
    await look()
    screen.setHidden({ ownPids: new Set(), denied: ['My Vault'] })
    const viewer = new Viewer(await open({ kind: 'all-monitors' }))
    await viewer.sees(RED, 150, 150)
    const title = await desk.atom('_NET_WM_NAME')
    desk.client.ChangeProperty(0, window, title, await desk.atom('UTF8_STRING'), 8, Buffer.from('my vault – Browser'))
    await desk.sync()
    await viewer.sees(BLANK, 150, 150)
    expect((await viewer.look()).pixels.includes(RED)).toBe(false)
    expect(await screen.applications()).toEqual([])
  })
})

describe('hidden windows under a compositor', () => {
  it('[screen R12] stay blank through what may be seen through, and a while where they were', async () => {
    const panel = await program('Panel')
    const own = await panel.open({ colour: RED, area: { x: 100, y: 100, width: 100, height: 100 }, menu: true })
    const writer = await program('Writer')
    const cover = await writer.open({ colour: GREEN, area: { x: 150, y: 100, width: 100, height: 100 }, menu: true })
    // Whoever has this selection composites; this one does nothing, so what is drawn is known.
    const selection = await desk.atom('_NET_WM_CM_S0')
    desk.client.SetSelectionOwner(own, selection)
    await desk.sync()
    await look()
    screen.setHidden({ ownPids: new Set([panel.pid]), denied: [] })
    const viewer = new Viewer(await open({ kind: 'all-monitors' }))
    expect(at(await viewer.look(), 120, 150)).toBe(BLANK)
    await viewer.sees(GREEN, 170, 150)
    desk.client.ChangeProperty(0, cover, await desk.atom('_NET_WM_WINDOW_OPACITY'), 6, 32, [0x80_00_00_00])
    await viewer.sees(BLANK, 170, 150)
    desk.client.DeleteProperty(cover, await desk.atom('_NET_WM_WINDOW_OPACITY'))
    await viewer.sees(GREEN, 170, 150)
    await change(own, { x: 300 })
    const moved = await viewer.look()
    expect([at(moved, 120, 150), at(moved, 320, 150)]).toEqual([BLANK, BLANK])
    await viewer.sees(GROUND, 120, 150)
    expect(at(await viewer.look(), 320, 150)).toBe(BLANK)
  })
})

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

async function applicationId(name: string): Promise<string> {
  return until(`${name} is told`, async () => (await screen.applications()).find((one) => one.name === name)?.id)
}

async function openApplication(name: string): Promise<ScreenSource> {
  return open({ kind: 'application', applicationId: await applicationId(name) })
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

async function tell(window: number, message: string, data: number[]): Promise<void> {
  desk.client.SendClientMessage(desk.root, window, await desk.atom(message), 32, data)
  await desk.sync()
}

/** When the display shows a colour at a place. */
async function shows(colour: number, x: number, y: number): Promise<void> {
  await until(
    `the display shows #${colour.toString(16)}`,
    async () => (await truth({ x, y, width: 1, height: 1 }))[0] === colour || undefined,
  )
}

describe('an application', () => {
  it('[screen R11] shows its own pixels where another window covers it', async () => {
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 300, height: 200 }, paints: true })
    await shows(GREEN, 350, 250)
    const other = await program('Other')
    const cover = await other.open({ colour: RED, area: { x: 250, y: 150, width: 200, height: 200 } })
    await shows(RED, 350, 250)
    await look()
    const viewer = new Viewer(await openApplication('Writer'))
    const seen = await viewer.everSees(RED, async () => {
      await viewer.sees(GREEN, 350, 250)
      for (let x = 250; x > 20; x -= 10) await change(cover, { x })
      await other.open({ colour: RED, area: { x: 110, y: 130, width: 50, height: 50 }, menu: true })
      await change(cover, { stackMode: 0 })
    })
    expect(seen).toBe(false)
    const { pixels } = await viewer.look()
    expect(pixels.filter((pixel) => pixel === GREEN)).toHaveLength(300 * 200)
    expect(pixels.includes(GROUND)).toBe(false)
  })

  it('[screen R11] a program that hangs is blank where it was covered, also when it is uncovered', async () => {
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 300, height: 200 }, paints: true })
    await shows(GREEN, 350, 250)
    const other = await program('Other')
    const cover = await other.open({ colour: RED, area: { x: 250, y: 150, width: 200, height: 200 } })
    await shows(RED, 350, 250)
    await look()
    const id = await applicationId('Writer')
    writer.pause()
    const viewer = new Viewer(await open({ kind: 'application', applicationId: id }))
    const seen = await viewer.everSees(RED, async () => {
      await viewer.sees(BLANK, 350, 250)
      await change(cover, { x: 500 })
      await shows(RED, 650, 250)
    })
    expect(seen).toBe(false)
    expect(at(await viewer.look(), 150, 150)).toBe(GREEN)
    writer.resume()
    await viewer.sees(GREEN, 350, 250)
  })

  it('[screen R11] a program that scrolls while it is covered copies nothing of the cover about', async () => {
    const xterm = display.start('xterm', ['-geometry', '60x20+100+100', '-e', 'sh', '-c', 'while :; do seq 1 99; done'])
    programs.push({ end: () => display.end(xterm) })
    await look()
    const id = await applicationId('XTerm')
    const other = await program('Other')
    await other.open({ colour: RED, area: { x: 150, y: 200, width: 200, height: 300 } })
    await shows(RED, 250, 300)
    for (let time = 0; time < 5; time += 1) {
      const viewer = new Viewer(await open({ kind: 'application', applicationId: id }))
      const seen = await viewer.everSees(RED, () => viewer.gets(12))
      expect(seen).toBe(false)
      viewer.source.close()
    }
  })

  it('[screen R11] a window that its program has not painted yet is blank, not what was there before', async () => {
    const other = await program('Other')
    await other.open({ colour: RED, area: { x: 50, y: 50, width: 600, height: 400 } })
    await shows(RED, 300, 300)
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 300, height: 200 }, paints: true })
    await shows(GREEN, 350, 250)
    await look()
    const viewer = new Viewer(await openApplication('Writer'))
    await viewer.look()
    const seen = await viewer.everSees(RED, async () => {
      const menu = await writer.open({
        colour: BLUE,
        area: { x: 300, y: 200, width: 200, height: 200 },
        menu: true,
        paints: 'late',
      })
      await until('the menu has a place', async () => at(await viewer.look(), 450, 390) === BLANK || undefined)
      await writer.paint(menu, BLUE)
      await viewer.sees(BLUE, 450, 390)
      // Larger, and only its old part painted: the server leaves in the new one what was on the screen.
      writer.pause()
      await change(menu, { width: 300, height: 240 })
      await until('the menu has grown', async () => (await viewer.look()).area.width === 500 || undefined)
      await change(menu, { x: 320 })
      await until('the menu has moved', async () => (await viewer.look()).area.width === 520 || undefined)
      writer.resume()
      await writer.paint(menu, BLUE)
      await viewer.sees(BLUE, 610, 430)
    })
    expect(seen).toBe(false)
  })

  it('[screen R11] holds its own menus and dialogs and nobody else’s', async () => {
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 200, y: 150, width: 200, height: 150 }, paints: true })
    await shows(GREEN, 350, 250)
    const other = await program('Other')
    await look()
    const viewer = new Viewer(await openApplication('Writer'))
    await viewer.look()
    const seen = await viewer.everSees(RED, async () => {
      await other.open({ colour: RED, area: { x: 380, y: 200, width: 100, height: 150 }, menu: true })
      await writer.open({ colour: BLUE, area: { x: 350, y: 250, width: 100, height: 150 }, menu: true, paints: true })
      await viewer.sees(BLUE, 440, 390)
      const dialog = await writer.open({ colour: BLUE, area: { x: 100, y: 400, width: 100, height: 50 }, paints: true })
      await viewer.sees(BLUE, 150, 430)
      await other.open({ colour: RED, area: { x: 100, y: 380, width: 60, height: 60 } })
      desk.client.DestroyWindow(dialog)
      await desk.sync()
    })
    expect(seen).toBe(false)
    await until('the closed dialog is gone', async () => (await viewer.look()).area.x >= 190 || undefined)
    const picture = await viewer.look()
    // Beside its windows there is nothing.
    expect(at(picture, 440, 200)).toBe(BLANK)
    expect(picture.pixels.includes(GROUND)).toBe(false)
  })

  it('[screen R11] is blank while it is minimised, and comes back', async () => {
    const writer = await program('Writer')
    const window = await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 300, height: 200 }, paints: true })
    await shows(GREEN, 350, 250)
    const other = await program('Other')
    await other.open({ colour: RED, area: { x: 50, y: 50, width: 500, height: 400 } })
    await shows(RED, 350, 250)
    await look()
    const viewer = new Viewer(await openApplication('Writer'))
    let gone = false
    viewer.source.onGone(() => (gone = true))
    const seen = await viewer.everSees(RED, async () => {
      await viewer.sees(GREEN, 350, 250)
      await tell(window, 'WM_CHANGE_STATE', [3, 0, 0, 0, 0])
      await until(
        'all of it is blank',
        async () => (await viewer.look()).pixels.every((pixel) => pixel === BLANK) || undefined,
      )
      await screen.raise(await applicationId('Writer'))
      await viewer.sees(GREEN, 350, 250)
    })
    expect(seen).toBe(false)
    expect(gone).toBe(false)
  })

  it('[screen R11] follows its window where it moves and grows, also off the screen', async () => {
    const writer = await program('Writer')
    const window = await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 300, height: 200 }, paints: true })
    await shows(GREEN, 350, 250)
    const other = await program('Other')
    await other.open({ colour: RED, area: { x: 50, y: 50, width: 700, height: 500 } })
    await shows(RED, 350, 250)
    await look()
    const viewer = new Viewer(await openApplication('Writer'))
    const seen = await viewer.everSees(RED, async () => {
      await viewer.sees(GREEN, 350, 250)
      await change(window, { x: -150, y: 300 })
      await viewer.sees(GREEN, 20, 420)
      await change(window, { x: 300, y: 250 })
      await viewer.sees(GREEN, 590, 440)
      for (let width = 300; width <= 400; width += 20) await change(window, { width, height: width - 100 })
      await viewer.sees(GREEN, 690, 540)
    })
    expect(seen).toBe(false)
    const { area } = await viewer.look()
    expect(area.x).toBeGreaterThan(290)
    expect(area.x + area.width).toBeLessThanOrEqual(710)
  })

  it('[screen R11] tells when its last window is closed', async () => {
    const writer = await program('Writer')
    await writer.open({ colour: GREEN, area: { x: 100, y: 100, width: 300, height: 200 }, paints: true })
    await look()
    const source = await openApplication('Writer')
    const gone = new Promise<void>((resolve) => source.onGone(resolve))
    await source.grab()
    await writer.end()
    await gone
    expect(await screen.applications()).toEqual([])
    await expect(screen.open({ kind: 'application', applicationId: 'p1' })).rejects.toThrow('no window any more')
  })
})

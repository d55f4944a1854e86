import { afterEach, expect, test } from 'vitest'
import type { DisplayMode } from '@deskside/protocol'
import { openImageEncoder } from './encode-image.ts'
import type { EncodeImage } from './encode-picture.ts'
import { PictureSender } from './picture-sender.ts'
import type { Target } from './screen-port.ts'
import { MemoryViewer } from './testing/memory-viewer.ts'
import { PaintedScreen, chance } from './testing/painted-screen.ts'
import { decodeWebp } from './testing/webp-decoder.ts'

const open: PictureSender[] = []
afterEach(() => {
  for (const sender of open.splice(0)) sender.close()
})

interface Looking {
  readonly viewer?: MemoryViewer
  readonly mode?: DisplayMode
  readonly image?: EncodeImage | null
  readonly chosen?: Target[]
  readonly clock?: () => number
}

function look(
  screen: PaintedScreen,
  { viewer = new MemoryViewer(), mode, image = null, chosen = [], clock }: Looking = {},
) {
  const cursor = { x: 7, y: 9, shape: { id: 3, width: 1, height: 1, hotX: 0, hotY: 0, rgba: new Uint8Array(4) } }
  const sender = new PictureSender({
    channel: viewer,
    screen: {
      monitors: () => screen.monitors,
      onMonitors: () => () => undefined,
      cursor: () => cursor,
      onCursor: () => () => undefined,
      thumbnail: async () => ({ width: 1, height: 1, pixels: new Uint32Array(1) }),
    },
    allowed: () => [{ kind: 'all-monitors' }],
    choose: (target) => void chosen.push(target),
    image,
    ...(clock ? { clock } : {}),
  })
  open.push(sender)
  if (mode) sender.setMode(mode)
  sender.show(screen)
  return { sender, viewer }
}

/** Once what others do at once is done. */
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const WHOLE = { x: 0, y: 0, width: 500, height: 333 }
const DESK = { width: 500, height: 333 }

test('[screen R14] whatever happens on the screen, the viewer has every pixel of it in the end', async () => {
  for (let seed = 1; seed <= 4; seed += 1) {
    const random = chance(seed)
    const screen = new PaintedScreen({ ...DESK, seed })
    const { viewer } = look(screen)
    const within = (size: number, from: number): number => Math.floor(random() * (size - from))
    for (let step = 0; step < 40; step += 1) {
      const [x, y] = [within(DESK.width, 20), within(DESK.height, 20)]
      const part = { x, y, width: 1 + within(DESK.width - x, 1), height: 1 + within(DESK.height - y, 1) }
      const what = random()
      if (what < 0.1) screen.plain(part, Math.floor(random() * 0x1_00_00_00))
      else if (what < 0.2)
        for (let row = 0; row < part.height; row += 1)
          screen.plain({ ...part, y: part.y + row, height: 1 }, 0x20_30_40 + (row % 9) * 0x05_05_05)
      else if (what < 0.5) screen.text(part)
      else if (what < 0.6) screen.photo(part, step)
      else if (what < 0.8 && part.height > 40) screen.scroll(part, within(30, 1) + 1)
      else if (part.width > 40 && part.x + part.width < DESK.width - 9 && part.y > 9)
        screen.drag(part, { dx: within(9, 0), dy: -within(9, 0), below: 0x33_66_99 })
      if (random() < 0.6 && viewer.wrong(screen.pixels) > 0) await viewer.nextFrame()
    }
    await viewer.exact(screen.pixels)
    expect(viewer.wrong(screen.pixels)).toBe(0)
  }
}, 30_000)

test('[screen R14] a photograph that changes all the time is inexact for a moment, and exact when it rests', async () => {
  const screen = new PaintedScreen(DESK)
  const { viewer } = look(screen, { viewer: new MemoryViewer(decodeWebp), image: await openImageEncoder() })
  await viewer.exact(screen.pixels)
  const photo = { x: 32, y: 16, width: 320, height: 240 }
  for (let phase = 0; phase < 6; phase += 1) {
    screen.photo(photo, phase)
    await viewer.nextFrame()
  }
  expect(viewer.frames.some(({ steps }) => steps.some((step) => step.do === 'image'))).toBe(true)
  expect(viewer.wrong(screen.pixels)).toBeGreaterThan(0)
  await viewer.exact(screen.pixels)
  expect(viewer.frames.at(-1)?.steps.some((step) => step.do === 'image')).toBe(false)
})

test('[screen R14] where a video was, text that changes as often is soon exact at once', async () => {
  const screen = new PaintedScreen(DESK)
  const { viewer } = look(screen, { viewer: new MemoryViewer(decodeWebp), image: await openImageEncoder() })
  await viewer.exact(screen.pixels)
  const film = { x: 32, y: 16, width: 320, height: 240 }
  const hasImage = (): boolean => viewer.frames.at(-1)?.steps.some((step) => step.do === 'image') ?? false
  for (let phase = 0; phase < 8; phase += 1) {
    screen.photo(film, phase)
    await viewer.nextFrame()
  }
  expect(hasImage()).toBe(true)
  for (let changes = 0; changes < 9; changes += 1) {
    screen.text(film)
    await viewer.nextFrame()
  }
  expect(hasImage()).toBe(false)
  await viewer.exact(screen.pixels)
})

test('[screen R14] what was dragged and scrolled goes as a copy, in any direction', async () => {
  const screen = new PaintedScreen(DESK)
  const { viewer } = look(screen)
  screen.plain(WHOLE, 0x33_66_99)
  let window = { x: 60, y: 60, width: 200, height: 150 }
  screen.text(window)
  await viewer.exact(screen.pixels)
  for (const [dx, dy] of [
    [0, 40],
    [-13, 0],
    [21, -33],
    [3, 3],
  ] as const) {
    const before = viewer.bytes
    window = screen.drag(window, { dx, dy, below: 0x33_66_99 })
    await viewer.exact(screen.pixels)
    // What is around it, all of one colour, may come along.
    const [step] = viewer.frames.at(-1)?.steps ?? []
    if (step?.do !== 'copy') throw new Error('Nothing was copied.')
    expect([step.area.x - step.fromX, step.area.y - step.fromY]).toEqual([dx, dy])
    expect(viewer.bytes - before).toBeLessThan(150)
  }
  screen.scroll(window, 28)
  await viewer.exact(screen.pixels)
  const [step] = viewer.frames.at(-1)?.steps ?? []
  expect(step?.do === 'copy' && step.fromY - step.area.y).toBe(28)
})

/** A clock for which a pause of the whole machine is a short one: nothing on the screen rested meanwhile. */
function unhurried(): () => number {
  let [now, last] = [0, performance.now()]
  return () => {
    const real = performance.now()
    now += Math.min(real - last, 10)
    last = real
    return now
  }
}

test(
  '[screen R15] Screen Sampling scrolls text with fewer bytes, and at rest it is readable',
  { timeout: 30_000 },
  async () => {
    const used: Record<DisplayMode, number> = { standard: 0, sampling: 0 }
    for (const mode of ['standard', 'sampling'] as const) {
      const screen = new PaintedScreen(DESK)
      screen.smoothText(WHOLE)
      const { viewer } = look(screen, { mode, clock: unhurried() })
      await viewer.nextFrame()
      for (let step = 0; step < 12; step += 1) {
        screen.scroll(WHOLE, 28)
        await viewer.nextFrame()
        if (step === 3) used[mode] -= viewer.bytes
      }
      used[mode] += viewer.bytes
      if (mode === 'sampling') {
        while (viewer.psnr(screen.pixels, WHOLE) < 36) await viewer.nextFrame()
        expect(viewer.wrong(screen.pixels)).toBeGreaterThan(0)
      }
    }
    expect(used.sampling).toBeLessThan(used.standard * 0.9)
  },
)

test('[screen R15] turning from Screen Sampling to Standard makes everything exact', async () => {
  const screen = new PaintedScreen(DESK)
  screen.smoothText(WHOLE)
  const { viewer, sender } = look(screen, { mode: 'sampling' })
  await viewer.nextFrame()
  expect(viewer.wrong(screen.pixels)).toBeGreaterThan(0)
  sender.setMode('standard')
  await viewer.exact(screen.pixels)
})

test('[screen R14] what is dragged on and on takes a few bytes a step, and what was told once is not told again', async () => {
  const screen = new PaintedScreen(DESK)
  const { viewer } = look(screen)
  screen.plain(WHOLE, 0x33_66_99)
  let window = { x: 60, y: 60, width: 200, height: 150 }
  screen.text(window)
  await viewer.exact(screen.pixels)
  for (let step = 0; step < 6; step += 1) {
    window = screen.drag(window, { dx: 5, dy: -3, below: 0x33_66_99 })
    await viewer.exact(screen.pixels)
    if (step > 0) expect(viewer.sizes.at(-1)).toBeLessThan(12)
  }
  const line = { x: 300, y: 250, width: 120, height: 14 }
  screen.text(line)
  await viewer.exact(screen.pixels)
  const before = viewer.sizes.at(-1) ?? 0
  const below = { ...line, x: 333, y: 285 }
  screen.plain(below, 0xff_ff_ff)
  for (let at = 0; at < line.width * line.height; at += 1) {
    const place = (at % line.width) + Math.floor(at / line.width) * DESK.width
    screen.pixels[below.y * DESK.width + below.x + place] = screen.pixels[line.y * DESK.width + line.x + place] ?? 0
  }
  await viewer.exact(screen.pixels)
  expect(viewer.sizes.at(-1)).toBeLessThan(before / 8)
})

test('[screen R16] a viewer that does not answer has two frames on their way, and then what is there now', async () => {
  const screen = new PaintedScreen(DESK)
  const viewer = new MemoryViewer()
  viewer.prompt = false
  look(screen, { viewer })
  for (let step = 0; step < 50; step += 1) {
    screen.plain({ x: step, y: 0, width: 40, height: 40 }, step * 4_000)
    await soon()
  }
  // Frames are some milliseconds apart: both are sent before the last of these have passed.
  await expect.poll(() => viewer.inFlight).toBe(2)
  screen.plain(WHOLE, 0x11_22_33)
  await soon()
  screen.plain(WHOLE, 0x44_55_66)
  viewer.take()
  viewer.take()
  await expect.poll(() => viewer.inFlight).toBe(1)
  viewer.take()
  expect(viewer.wrong(screen.pixels)).toBe(0)
  expect(viewer.frames).toHaveLength(3)
  expect(viewer.colours).not.toContain(0x11_22_33)
})

test('[screen R16] what is too much for a slow line comes in parts, small changes first, and is exact in the end', async () => {
  const screen = new PaintedScreen({ width: 1280, height: 720 })
  let now = 0
  const viewer = new MemoryViewer()
  viewer.prompt = false
  const { sender } = look(screen, { viewer, clock: () => now })
  const deliver = async (): Promise<void> => {
    await expect.poll(() => viewer.inFlight).toBeGreaterThan(0)
    // 300 kB a second.
    now += 50 + viewer.waitingBytes / 300
    viewer.take()
  }
  for (let step = 0; step < 16; step += 1) {
    screen.text({ x: 0, y: 0, width: 1280, height: 600 })
    await deliver()
  }
  expect(sender.stats.bytesPerSecond).toBeLessThan(400_000)
  screen.text({ x: 0, y: 0, width: 1280, height: 600 })
  screen.plain({ x: 10, y: 710, width: 8, height: 8 }, 0xff_00_00)
  const small = 712 * 1280 + 12
  while (viewer.colourAt(small) !== 0xff_00_00) await deliver()
  expect(viewer.wrong(screen.pixels)).toBeGreaterThan(0)
  while (viewer.wrong(screen.pixels) > 0) await deliver()
  expect(Math.max(...viewer.sizes.slice(-6))).toBeLessThan(60_000)
})

test('[screen R16] a page that nobody sees gets nothing, and everything when it is seen again', async () => {
  const screen = new PaintedScreen(DESK)
  const { viewer } = look(screen)
  await viewer.exact(screen.pixels)
  viewer.say({ t: 'visible', visible: false })
  const before = viewer.bytes
  screen.text(WHOLE)
  await soon()
  await soon()
  expect(viewer.bytes).toBe(before)
  viewer.say({ t: 'visible', visible: true })
  await viewer.exact(screen.pixels)
})

test('[screen R17] what a viewer says is held against its words: nonsense and other surfaces do nothing', async () => {
  const screen = new PaintedScreen(DESK)
  const chosen: Target[] = []
  const { viewer } = look(screen, { chosen })
  await viewer.exact(screen.pixels)
  const words = [
    '',
    'nonsense',
    '{}',
    '{"t":"ack","seq":-1}',
    '{"t":"ack"}',
    '{"t":"choose","surfaceId":"monitor:two"}',
  ]
  for (const word of [...words, '{"t":"choose","surfaceId":"monitor:one","x":1}', 'x'.repeat(10_000)]) viewer.say(word)
  expect(chosen).toEqual([])
  viewer.say({ t: 'choose', surfaceId: 'monitor:one' })
  expect(chosen).toEqual([{ kind: 'monitor', monitorId: 'one' }])
  for (let times = 0; times < 500; times += 1) viewer.say({ t: 'choose', surfaceId: 'monitor:one' })
  expect(chosen.length).toBeLessThan(40)
  screen.plain(WHOLE, 0x12_34_56)
  await viewer.exact(screen.pixels)
})

test('[screen R13] the cursor is told as a shape, once, and as a place in the picture', async () => {
  const screen = new PaintedScreen(DESK)
  const { viewer } = look(screen)
  await viewer.exact(screen.pixels)
  screen.plain(WHOLE, 0x12_34_56)
  await viewer.exact(screen.pixels)
  const cursor = viewer.told.filter(({ is }) => is.startsWith('cursor'))
  expect(cursor).toMatchObject([
    { is: 'cursor-shape', shape: { id: 3 } },
    { is: 'cursor-place', place: { x: 7, y: 9, shapeId: 3 } },
  ])
  expect(viewer.told[0]).toMatchObject({ news: { t: 'surfaces', shown: 'monitor:one', surfaces: [{ name: 'One' }] } })
})

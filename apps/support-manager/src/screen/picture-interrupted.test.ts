import { afterEach, expect, test } from 'vitest'
import type { PictureChannel } from './picture-channel.ts'
import { PictureSender } from './picture-sender.ts'
import type { Grabbed } from './screen-port.ts'
import { MemoryViewer } from './testing/memory-viewer.ts'
import { PaintedScreen, chance } from './testing/painted-screen.ts'

const open: PictureSender[] = []
afterEach(() => {
  for (const sender of open.splice(0)) sender.close()
})

/** A viewer whose line is still being made, until `connect`. */
function stand({ clock }: { readonly clock?: () => number } = {}) {
  const viewer = new MemoryViewer()
  const connected: (() => void)[] = []
  const channel: PictureChannel = {
    readyState: 'connecting',
    bufferedAmount: 0,
    send: (piece) => viewer.send(piece),
    addEventListener(type: string, listener: never) {
      if (type === 'open') connected.push(listener)
      else viewer.addEventListener(type as 'close', listener)
    },
  }
  const sender = new PictureSender({
    channel,
    screen: {
      monitors: () => [],
      onMonitors: () => () => undefined,
      cursor: () => ({ x: 0, y: 0, shape: undefined }),
      onCursor: () => () => undefined,
      thumbnail: async () => ({ width: 1, height: 1, pixels: new Uint32Array(1) }),
    },
    allowed: () => [{ kind: 'all-monitors' }],
    choose: () => undefined,
    image: null,
    ...(clock ? { clock } : {}),
  })
  open.push(sender)
  return { viewer, sender, connect: () => connected.forEach((listener) => listener()) }
}

/** A screen that counts how often it is looked at, and shows itself when it is let. */
class SlowScreen extends PaintedScreen {
  looks = 0
  let: () => void = () => undefined

  override async grab(): Promise<Grabbed | undefined> {
    this.looks += 1
    await new Promise<void>((resolve) => (this.let = resolve))
    return await super.grab()
  }
}

const DESK = { width: 320, height: 200 }
const WHOLE = { x: 0, y: 0, ...DESK }
/** Once what others do at once is done. */
const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('C7: while the line is made the screen is looked at once, nothing leaves before it is open, and then what is there now', async () => {
  const { viewer, sender, connect } = stand()
  const screen = new SlowScreen(DESK)
  sender.show(screen)
  screen.let()
  await soon()
  for (const colour of [0x10_20_30, 0x40_50_60]) {
    screen.plain(WHOLE, colour)
    await soon()
  }
  expect([screen.looks, viewer.bytes]).toEqual([1, 0])
  connect()
  await soon()
  screen.let()
  await viewer.exact(screen.pixels)
  expect(viewer.frames).toHaveLength(1)
})

test('C7: what is looked at when the line ends, or when it may not be seen any more, goes nowhere', async () => {
  for (const end of ['close', 'hide'] as const) {
    const { viewer, sender, connect } = stand()
    const screen = new SlowScreen(DESK)
    sender.show(screen)
    if (end === 'close') sender.close()
    else sender.show(undefined)
    screen.let()
    await soon()
    connect()
    await soon()
    await soon()
    expect([end, viewer.sizes]).toEqual([end, []])
  }
})

test('C10: a frame that is in the making when its screen may not be seen any more is not sent', async () => {
  for (const end of ['close', 'hide', 'other'] as const) {
    const { viewer, sender, connect } = stand()
    connect()
    const screen = new PaintedScreen({ width: 320, height: 400 })
    // So many colours are packed beside the main loop: there is a while between a frame's beginning and its leaving.
    screen.photo(screen.area)
    sender.show(screen)
    await soon()
    expect([end, sender.stats.encodeMs, viewer.sizes]).toEqual([end, 0, []])
    if (end === 'close') sender.close()
    else sender.show(end === 'hide' ? undefined : new SlowScreen(DESK))
    await expect.poll(() => sender.stats.encodeMs).toBeGreaterThan(0)
    await soon()
    expect([end, viewer.sizes]).toEqual([end, []])
  }
})

test('[screen R14] whatever is shown, asked anew or hidden while a frame is in the making, the viewer has every pixel in the end', async () => {
  for (let seed = 1; seed <= 3; seed += 1) {
    const random = chance(seed)
    let skew = 0
    const { viewer, sender, connect } = stand({ clock: () => performance.now() + skew })
    connect()
    const anew = (): PaintedScreen => {
      const made = new PaintedScreen({ width: 300 + Math.floor(random() * 2) * 40, height: 400, seed })
      sender.show(made)
      return made
    }
    let screen = anew()
    for (let step = 0; step < 40; step += 1) {
      const what = random()
      const part = { x: Math.floor(random() * 100), y: Math.floor(random() * 100), width: 180, height: 260 }
      if (what < 0.4) screen.photo({ ...part, x: 0, width: 300 }, step)
      else if (what < 0.6) screen.text(part)
      else if (what < 0.7) screen.scroll(part, 7)
      else if (what < 0.9) {
        skew += 600
        viewer.say({ t: 'refresh' })
      } else {
        if (what > 0.95) sender.show(undefined)
        screen = anew()
      }
      for (let turns = Math.floor(random() * 4); turns > 0; turns -= 1) await soon()
    }
    await viewer.exact(screen.pixels)
    expect(viewer.wrong(screen.pixels)).toBe(0)
  }
}, 30_000)

import { afterEach, expect, test } from 'vitest'
import { PictureSender } from './picture-sender.ts'
import { MemoryViewer } from './testing/memory-viewer.ts'
import { PaintedScreen, chance } from './testing/painted-screen.ts'

const open: PictureSender[] = []
afterEach(() => {
  for (const sender of open.splice(0)) sender.close()
})

function look(screen: PaintedScreen, viewer = new MemoryViewer()) {
  const sender = new PictureSender({
    channel: viewer,
    screen: {
      monitors: () => screen.monitors,
      onMonitors: () => undefined,
      cursor: () => ({ x: 0, y: 0, shape: undefined }),
      onCursor: () => () => undefined,
      thumbnail: async () => ({ width: 1, height: 1, pixels: new Uint32Array(1) }),
    },
    choose: () => undefined,
    image: null,
  })
  open.push(sender)
  sender.show(screen)
  return { sender, viewer }
}

const DESK = { width: 500, height: 333 }

test('[screen R14] whatever happens on the screen, the viewer has every pixel of it in the end', async () => {
  for (let seed = 1; seed <= 6; seed += 1) {
    const random = chance(seed)
    const screen = new PaintedScreen({ ...DESK, seed })
    const { viewer } = look(screen)
    const within = (size: number, from: number): number => Math.floor(random() * (size - from))
    for (let step = 0; step < 40; step += 1) {
      const [x, y] = [within(DESK.width, 20), within(DESK.height, 20)]
      const part = { x, y, width: 1 + within(DESK.width - x, 1), height: 1 + within(DESK.height - y, 1) }
      const what = random()
      if (what < 0.2) screen.plain(part, Math.floor(random() * 0x1_00_00_00))
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
})

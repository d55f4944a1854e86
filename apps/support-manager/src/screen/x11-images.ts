import type { X11Segment } from 'x11'
import type { X11 } from '../platform/x11.ts'
import type { Rectangle } from './screen-port.ts'

const Z_PIXMAP = 2
const ALL_PLANES = 0xff_ff_ff_ff

/** Pixels as they were read: `width` of them a row. The high byte is not defined. Valid only while it is being told. */
type Image = Uint32Array

/** Reads pixels of windows: through memory shared with the server, else through the connection. */
export class X11Images {
  readonly #x: X11
  #segment: X11Segment | undefined
  #pixels: Uint32Array | undefined
  #shared = true
  #reading = 0
  #closed = false

  constructor(x: X11) {
    this.#x = x
  }

  /**
   * Reads several areas of windows, each from the window's upper left corner without border. `take` is told of each in
   * its reply's own callback, so that what is known of the desktop is how it was when the server read it; undefined where
   * the window is gone or smaller now. The images stay as they are until this is called again.
   */
  async read(
    areas: readonly { readonly window: number; readonly area: Rectangle }[],
    take: (index: number, image: Image | undefined) => void,
  ): Promise<void> {
    if (this.#closed || areas.length === 0) return
    this.#reading += 1
    try {
      const shared = await this.#space(areas.reduce((sum, { area }) => sum + area.width * area.height, 0))
      let offset = 0
      await Promise.all(
        areas.map(({ window, area }, index) => {
          const from = offset
          offset += area.width * area.height
          const done = (image: Image | undefined) => take(index, image)
          return shared === undefined
            ? this.#overConnection({ window, area }, done)
            : this.#throughMemory({ window, area, from, ...shared }, done)
        }),
      )
    } finally {
      this.#reading -= 1
      if (this.#closed) this.#free()
    }
  }

  close(): void {
    this.#closed = true
    this.#free()
  }

  #free(): void {
    // The memory is taken away: nobody may be reading it.
    if (this.#reading > 0) return
    if (this.#x.open) this.#segment?.detach()
    this.#segment = undefined
    this.#pixels = undefined
  }

  #throughMemory(
    from: { window: number; area: Rectangle; from: number; segment: X11Segment; pixels: Uint32Array },
    done: (image: Image | undefined) => void,
  ): Promise<void> {
    const { window, area, segment, pixels } = from
    const { x, y, width, height } = area
    return this.#told((reply) => {
      segment.getImage(window, x, y, width, height, ALL_PLANES, Z_PIXMAP, from.from * 4, (error) => {
        if (error) return reply(undefined, done)
        return reply(pixels.subarray(from.from, from.from + width * height), done)
      })
    })
  }

  #overConnection(from: { window: number; area: Rectangle }, done: (image: Image | undefined) => void): Promise<void> {
    const { x, y, width, height } = from.area
    return this.#told((reply) => {
      this.#x.client.GetImage(Z_PIXMAP, from.window, x, y, width, height, ALL_PLANES, (error, found) => {
        if (error) return reply(undefined, done)
        const bytes = new Uint8Array(width * height * 4)
        bytes.set(found.data.subarray(0, bytes.length))
        return reply(new Uint32Array(bytes.buffer), done)
      })
    })
  }

  /** A request whose answer is dealt with at once, and where a throw there is the promise's, not the connection's. */
  async #told(
    send: (reply: (image: Image | undefined, done: (image: Image | undefined) => void) => boolean) => void,
  ): Promise<void> {
    let failed: unknown
    await this.#x.ask<undefined>((answered) =>
      send((image, done) => {
        try {
          done(image)
        } catch (error) {
          failed = error
        }
        answered(undefined, undefined)
        return true
      }),
    )
    if (failed !== undefined) throw failed
  }

  async #space(pixels: number): Promise<{ segment: X11Segment; pixels: Uint32Array } | undefined> {
    if (!this.#shared) return undefined
    if (this.#segment === undefined || this.#pixels === undefined || this.#pixels.length < pixels) {
      // Grown by half, so that a growing window does not ask for memory each time.
      const size = Math.ceil((pixels * 3) / 2 / 1024) * 4096
      const segment = await this.#ask(size)
      if (segment === undefined) {
        this.#shared = false
        return undefined
      }
      this.#segment?.detach()
      this.#segment = segment
      this.#pixels = new Uint32Array(segment.buffer.buffer, segment.buffer.byteOffset, segment.buffer.length / 4)
    }
    return { segment: this.#segment, pixels: this.#pixels }
  }

  /** Undefined where the display cannot share memory, as over a network. */
  async #ask(size: number): Promise<X11Segment | undefined> {
    try {
      const shm = await this.#x.extension('shm')
      return await new Promise<X11Segment>((resolve, reject) => {
        shm.createSegment(size, (error, segment) => {
          if (error) reject(error)
          else resolve(segment)
          return true
        })
      })
    } catch {
      // Any reason is the same to us: pixels then come over the connection, slower and as right.
      return undefined
    }
  }
}

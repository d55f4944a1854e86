import type { X11Damage, X11Fixes } from 'x11'
import type { X11 } from '../platform/x11.ts'
import type { Rectangle } from './screen-port.ts'
import type { Region } from './x11-region.ts'

/** Gathers where a window (with what is in it) was drawn, until it is asked. */
export class X11DamageOf {
  readonly #x: X11
  readonly #parts: { readonly damage: X11Damage; readonly fixes: X11Fixes }
  readonly #damage: number
  readonly #region: number
  readonly #stop: () => void
  #likely: Rectangle | undefined

  static async open(x: X11, window: number, tell: () => void): Promise<X11DamageOf> {
    const [damage, fixes] = await Promise.all([x.extension('damage'), x.extension('fixes')])
    return new X11DamageOf(x, { damage, fixes, window, tell })
  }

  constructor(x: X11, of: { damage: X11Damage; fixes: X11Fixes; window: number; tell: () => void }) {
    this.#x = x
    this.#parts = of
    this.#damage = x.client.AllocID()
    this.#region = x.client.AllocID()
    this.#stop = x.onEvent((event) => {
      if (event.name !== 'DamageNotify' || event.damage !== this.#damage) return
      const { x, y, w: width, h: height } = event.area
      // The server tells of the box around all, each time that it grows: where it leaps, most of it was not drawn.
      const before = this.#likely
      if (!before || width * height <= 2 * before.width * before.height) this.#likely = { x, y, width, height }
      of.tell()
    })
    of.damage.Create(this.#damage, of.window, of.damage.ReportLevel.BoundingBox)
    of.fixes.CreateRegion(this.#region, [])
  }

  /** Where it was probably drawn since the last time, as far as the server has told: often all of that, sometimes more or less. */
  get likely(): Rectangle | undefined {
    return this.#likely
  }

  /** Forgets what was drawn so far. */
  discard(): void {
    this.#likely = undefined
    this.#parts.damage.Subtract(this.#damage, 0, 0)
  }

  /**
   * Where it was drawn since the last time, from its upper left corner without border. `told` is called in the reply's
   * own callback.
   */
  async take(told: (region: Region) => void = () => undefined): Promise<Region> {
    this.#likely = undefined
    this.#parts.damage.Subtract(this.#damage, 0, this.#region)
    const found = await this.#x.ask<{ rectangles: Region }>((reply) =>
      this.#parts.fixes.FetchRegion(this.#region, (error, region) => {
        if (!error) told(region.rectangles)
        return reply(error, region)
      }),
    )
    return found.rectangles
  }

  close(): void {
    this.#stop()
    if (this.#x.open) this.#parts.damage.Destroy(this.#damage)
  }
}

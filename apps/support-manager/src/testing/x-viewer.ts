import type { Grabbed, ScreenSource } from '../screen/screen-port.ts'
import { until } from './x-display.ts'

/** The newest picture, whether or not something changed. */
export class Viewer {
  readonly source: ScreenSource
  picture: Grabbed | undefined
  #count = 0
  constructor(source: ScreenSource) {
    this.source = source
  }

  async look(): Promise<Grabbed> {
    this.picture = (await this.source.grab()) ?? this.picture
    if (this.picture === undefined) throw new Error('There was no picture.')
    return this.picture
  }

  /** Looks until a place of the desktop has a colour. */
  async sees(colour: number, x: number, y: number): Promise<void> {
    await until(`#${colour.toString(16)} at ${x},${y}`, async () => at(await this.look(), x, y) === colour || undefined)
  }

  /** Waits until so many more pictures have come. */
  async gets(pictures: number): Promise<void> {
    const enough = this.#count + pictures
    await until(`${pictures} more pictures`, () => this.#count >= enough)
  }

  /** Looks without a pause while something happens; says whether a colour was ever in the picture. */
  async everSees(colour: number, during: () => Promise<void>): Promise<boolean> {
    const over = new AbortController()
    let seen = false
    const looking = async () => {
      while (!over.signal.aborted) {
        const picture = await this.source.grab()
        if (picture) {
          this.picture = picture
          this.#count += 1
        }
        seen ||= picture?.pixels.includes(colour) === true
        // Lets the other side go on.
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    await Promise.all([looking(), during().finally(() => over.abort())])
    return seen || (await this.look()).pixels.includes(colour)
  }
}

/** What is at a place of the desktop in a picture; undefined outside. */
export function at({ area, pixels }: Grabbed, x: number, y: number): number | undefined {
  const [column, row] = [x - area.x, y - area.y]
  return column < 0 || row < 0 || column >= area.width ? undefined : pixels[row * area.width + column]
}

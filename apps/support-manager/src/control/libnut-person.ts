import type { Libnut } from './libnut-addon.ts'

/** How often it is asked where the pointer is while somebody controls, in milliseconds. */
const AGAIN_MS = 25
/** A place that we asked for comes out so much beside it, in the system's unit: the system rounds. */
const ROUNDED = 2
/** The system moves the pointer so long after it was asked to, in milliseconds. */
const SETTLES_MS = 250

interface Place {
  readonly x: number
  readonly y: number
}

/**
 * Tells the person at the desktop from what we inject by where the pointer is: where we did not put it, they did (THREATS
 * C11). Their keys and buttons are not noticed, nor a move to just where ours was.
 */
export class LibnutPerson {
  readonly #part: Libnut
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setInterval> | undefined
  #last: Place | undefined
  #ours: (Place & { readonly at: number })[] = []

  constructor(part: Libnut) {
    this.#part = part
  }

  onPerson(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#last ??= this.#part.getMousePos()
    this.#timer ??= setInterval(() => this.#look(), AGAIN_MS)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.close()
    }
  }

  /** To be called right before the pointer is moved: where it was until then is looked at once more. */
  moves(to: Place): void {
    this.#look()
    this.#ours.push({ ...to, at: performance.now() })
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
    this.#last = undefined
    this.#ours = []
  }

  #look(): void {
    if (this.#timer === undefined) return
    const now = this.#part.getMousePos()
    const settled = performance.now() - SETTLES_MS
    this.#ours = this.#ours.filter(({ at }, index) => at > settled || index === this.#ours.length - 1)
    const [last, ours] = [this.#last, this.#ours]
    this.#last = now
    if (last === undefined || (now.x === last.x && now.y === last.y)) return
    if (ours.some((place) => Math.abs(place.x - now.x) <= ROUNDED && Math.abs(place.y - now.y) <= ROUNDED)) return
    for (const listener of [...this.#listeners]) listener()
  }
}

import type { InputSender } from './input-sender.ts'

/** A place in the picture, in its pixels. */
export interface PicturePlace {
  readonly x: number
  readonly y: number
}

/** Where on the picture a place of the window is; undefined where no picture is shown. Outside of it: the nearest or beyond. */
export type ToPicture = (clientX: number, clientY: number) => PicturePlace | undefined

export interface PointerLike {
  readonly clientX: number
  readonly clientY: number
  /** -1 for a move. */
  readonly button: number
  readonly buttons: number
}
export interface WheelLike {
  readonly clientX: number
  readonly clientY: number
  readonly deltaX: number
  readonly deltaY: number
  /** 0 pixels, 1 lines, 2 pages (WheelEvent). */
  readonly deltaMode: number
}

/** How much of each of the three modes is one notch of a wheel. */
const NOTCH = [100, 3, 1] as const
const MOST_NOTCHES = 100
/** Bits of `MouseEvent.buttons` by `button`. */
const BITS = [1, 4, 2, 8, 16] as const

/** Makes messages of the pointer: moves once a frame, presses at once. `frame` calls back before the next one is shown. */
export class PointerSender {
  readonly #sender: InputSender
  readonly #toPicture: ToPicture
  readonly #frame: (then: () => void) => void
  #move: PicturePlace | undefined
  #wheel: { dx: number; dy: number; place: PicturePlace } | undefined
  #asked = false

  constructor(sender: InputSender, toPicture: ToPicture, frame: (then: () => void) => void) {
    this.#sender = sender
    this.#toPicture = toPicture
    this.#frame = frame
  }

  /** A move, or a button that changed while another is down (Pointer Events, "chorded buttons"). */
  move(event: PointerLike): void {
    if (event.button >= 0) return this.button(event, ((BITS[event.button] ?? 0) & event.buttons) !== 0)
    const place = this.#placeOf(event)
    if (place === undefined) return
    this.#move = place
    this.#later()
  }

  button(event: PointerLike, down: boolean): void {
    const { button } = event
    const name = `button ${button}`
    if (button < 0 || button >= BITS.length) return
    const place = this.#placeOf(event)
    if (!down) {
      if (place === undefined) return this.#sender.letGo(name)
      if (this.#sender.drop(name)) {
        this.flush()
        this.#sender.send({ t: 'button', ...place, button, down: false })
      }
      return
    }
    if (place === undefined) return
    this.flush()
    this.#sender.send({ t: 'button', ...place, button, down: true })
    this.#sender.hold(name, () => this.#sender.send({ t: 'button', ...place, button, down: false }))
  }

  wheel(event: WheelLike): void {
    const place = this.#placeOf(event)
    const notch = NOTCH[event.deltaMode] ?? 1
    if (place === undefined) return
    const dx = (this.#wheel?.dx ?? 0) + event.deltaX / notch
    const dy = (this.#wheel?.dy ?? 0) + event.deltaY / notch
    this.#wheel = { dx, dy, place }
    this.#later()
  }

  /** Says what waits for the next frame now. */
  flush(): void {
    const [move, wheel] = [this.#move, this.#wheel]
    this.#move = undefined
    this.#wheel = undefined
    if (move !== undefined && !this.#sender.clogged) this.#sender.send({ t: 'pointer', ...move })
    if (wheel !== undefined)
      this.#sender.send({ t: 'wheel', ...wheel.place, dx: within(wheel.dx), dy: within(wheel.dy) })
  }

  #later(): void {
    if (this.#asked) return
    this.#asked = true
    this.#frame(() => {
      this.#asked = false
      this.flush()
    })
  }

  #placeOf({ clientX, clientY }: { readonly clientX: number; readonly clientY: number }): PicturePlace | undefined {
    const place = this.#toPicture(clientX, clientY)
    if (place === undefined) return undefined
    const valid = (at: number): number => Math.min(65_536, Math.max(-1, at))
    return { x: valid(place.x), y: valid(place.y) }
  }
}

function within(notches: number): number {
  return Math.min(MOST_NOTCHES, Math.max(-MOST_NOTCHES, notches))
}

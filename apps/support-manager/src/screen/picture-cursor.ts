import { CURSOR_SIDE, writeCursorPlace, writeCursorShape } from '@deskside/protocol'
import type { Rectangle, ScreenPort } from './screen-port.ts'

/** Shapes that a viewer is taken to have; it keeps more than these. */
const SHAPES_KEPT = 64

type Cursor = ReturnType<ScreenPort['cursor']>

/** Tells a viewer where the cursor is and, once, which shape that is: data, never pixels (screen R13). */
export class CursorTeller {
  readonly #told = new Set<number>()
  #place = ''
  #last: Uint8Array | undefined

  /** The viewer is taken to know nothing. */
  startAnew(): void {
    this.#told.clear()
    this.#place = ''
  }

  /** What was told last of the place, to be told again: it changes nothing, and the viewer acknowledges its last frame again. */
  again(): Uint8Array | undefined {
    return this.#last
  }

  /** The messages that are due: none where the viewer knows. `area` is where the picture lies on the desktop. */
  messages({ x, y, shape }: Cursor, area: Rectangle): Uint8Array[] {
    const inside = x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height
    const drawn = shape && shape.width > 0 && shape.height > 0 ? shape : undefined
    if (!inside || !drawn || drawn.width > CURSOR_SIDE || drawn.height > CURSOR_SIDE) return this.#tell(undefined)
    const messages: Uint8Array[] = []
    if (!this.#told.has(drawn.id)) {
      if (this.#told.size === SHAPES_KEPT) this.#told.clear()
      this.#told.add(drawn.id)
      messages.push(writeCursorShape(drawn))
    }
    messages.push(...this.#tell({ x: x - area.x, y: y - area.y, shapeId: drawn.id }))
    return messages
  }

  #tell(place: Parameters<typeof writeCursorPlace>[0]): Uint8Array[] {
    const now = JSON.stringify(place ?? null)
    if (now === this.#place) return []
    this.#place = now
    this.#last = writeCursorPlace(place)
    return [this.#last]
  }
}

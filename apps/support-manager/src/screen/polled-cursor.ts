import { libnut } from '../control/libnut-addon.ts'
import type { CursorShape } from './screen-port.ts'

/** How often it is asked where the pointer is while somebody wants to know, in milliseconds. */
const AGAIN_MS = 25

/** A plain arrow: `#` is dark, `.` is light. The systems' libraries tell where the pointer is, not how it looks. */
const ARROW = [
  '#           ',
  '##          ',
  '#.#         ',
  '#..#        ',
  '#...#       ',
  '#....#      ',
  '#.....#     ',
  '#......#    ',
  '#.......#   ',
  '#........#  ',
  '#.........# ',
  '#......#####',
  '#...#..#    ',
  '#..##..#    ',
  '#.#  #..#   ',
  '##   #..#   ',
  '#     #..#  ',
  '      #..#  ',
  '       ##   ',
] as const

const SHAPE: CursorShape = shapeOf(ARROW)

/** Where the pointer is, asked again and again. */
export class PolledCursor {
  readonly #scale: () => number
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setInterval> | undefined
  #last = ''

  constructor(scale: () => number) {
    this.#scale = scale
  }

  get now(): { readonly x: number; readonly y: number; readonly shape: CursorShape } {
    const { x, y } = libnut().getMousePos()
    const scale = this.#scale()
    return { x: Math.round(x * scale), y: Math.round(y * scale), shape: SHAPE }
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#timer ??= setInterval(() => this.#look(), AGAIN_MS)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.close()
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #look(): void {
    const { x, y } = this.now
    const place = `${x} ${y}`
    if (place === this.#last) return
    this.#last = place
    for (const listener of [...this.#listeners]) listener()
  }
}

function shapeOf(rows: readonly string[]): CursorShape {
  const width = rows[0]?.length ?? 0
  const rgba = new Uint8Array(width * rows.length * 4)
  for (const [row, text] of rows.entries())
    for (const [column, sign] of [...text].entries()) {
      const shade = sign === '.' ? 255 : 0
      rgba.set([shade, shade, shade, sign === ' ' ? 0 : 255], (row * width + column) * 4)
    }
  return { id: 1, width, height: rows.length, hotX: 0, hotY: 0, rgba }
}

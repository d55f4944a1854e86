import type { Rectangle } from './screen-port.ts'

/** A line of text, with what is free below it, is not higher than this. */
const HIGHEST = 40
/** Lower strips than this on the average are a pattern, not text. */
const LOWEST = 6

/** Rows of a part: of one number, or of several. */
export interface Strip {
  readonly top: number
  readonly height: number
  readonly is: 'plain' | 'text' | 'other'
}

/**
 * The lines of text in a part, found by the rows of one colour between them: told column by column, a letter is the same
 * bytes wherever it stands in its line. Undefined where there are none. `numbers` are the part's pixels, row by row.
 */
export function stripsOf(numbers: Uint8Array, { width, height }: Rectangle): Strip[] | undefined {
  const strips: Strip[] = []
  let top = 0
  while (top < height) {
    let end = top
    while (end < height && numbers[end * width] === numbers[top * width] && isPlain(numbers, end, width)) end += 1
    // What is free above a line is told apart: the line's columns begin with its letters.
    if (end > top) strips.push({ top, height: end - top, is: 'plain' })
    top = end
    if (end === height) break
    // A shade: the next row is plain as well, and of another number.
    if (isPlain(numbers, top, width)) continue
    while (end < height && !isPlain(numbers, end, width)) end += 1
    const free = end
    // What is free below belongs to it, where that is the little that is between two lines.
    while (end < height && numbers[end * width] === numbers[free * width] && isPlain(numbers, end, width)) end += 1
    if (end - top > HIGHEST) end = free
    strips.push({ top, height: end - top, is: end - top <= HIGHEST ? 'text' : 'other' })
    top = end
  }
  const texts = strips.filter(({ is }) => is === 'text').length
  return texts === 0 || height < strips.length * LOWEST ? undefined : strips
}

function isPlain(numbers: Uint8Array, row: number, width: number): boolean {
  const from = row * width
  const first = numbers[from]
  for (let at = from + 1; at < from + width; at += 1) if (numbers[at] !== first) return false
  return true
}

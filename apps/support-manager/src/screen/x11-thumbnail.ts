import type { Grabbed } from './screen-port.ts'

/** A small picture, at most so wide, of whole pixels' means; never larger than the picture. */
export function shrink(from: Grabbed, most: number): { width: number; height: number; pixels: Uint32Array } {
  const { area, pixels } = from
  const width = Math.max(1, Math.min(most, area.width))
  const height = Math.max(1, Math.round((area.height * width) / area.width))
  const small = new Uint32Array(width * height)
  for (let row = 0; row < height; row += 1) {
    const rows = { from: edge(row, height, area.height), to: edge(row + 1, height, area.height) }
    for (let column = 0; column < width; column += 1) {
      const columns = { from: edge(column, width, area.width), to: edge(column + 1, width, area.width) }
      small[row * width + column] = mean(pixels, area.width, { rows, columns })
    }
  }
  return { width, height, pixels: small }
}

interface Span {
  readonly from: number
  readonly to: number
}

function edge(index: number, count: number, length: number): number {
  return Math.floor((index * length) / count)
}

function mean(pixels: Uint32Array, width: number, of: { readonly rows: Span; readonly columns: Span }): number {
  const { rows, columns } = of
  let red = 0
  let green = 0
  let blue = 0
  for (let y = rows.from; y < rows.to; y += 1) {
    for (let x = columns.from; x < columns.to; x += 1) {
      const pixel = pixels[y * width + x] ?? 0
      red += pixel >> 16
      green += (pixel >> 8) & 0xff
      blue += pixel & 0xff
    }
  }
  const count = (rows.to - rows.from) * (columns.to - columns.from) || 1
  return (Math.round(red / count) << 16) | (Math.round(green / count) << 8) | Math.round(blue / count)
}

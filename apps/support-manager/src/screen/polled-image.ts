import type { Image } from 'node-screenshots'
import type { Rectangle } from './screen-port.ts'
import type { X11Canvas } from './x11-canvas.ts'
import { clip, type Region } from './x11-region.ts'

/** A tile's width and height in pixels: what changed is sought tile by tile. */
const TILE = 64
/** An image may be this much larger or smaller than its window without being another's, in pixels: scaled sizes are rounded. */
const ROUNDED = 4

/** Pixels as the system gave them, red, green, blue and alpha in a byte each, and where they lie on the desktop. */
export interface Layer {
  readonly area: Rectangle
  readonly rgba: Uint32Array
}

/** An image as a layer of exactly this size; undefined where its proportions say that it is of something else. */
export function layerOf(image: Image, area: Rectangle): Layer | undefined {
  const { width, height } = image
  const ratio = width / area.width
  if (!(ratio > 0) || Math.abs(height - area.height * ratio) > ROUNDED * Math.max(1, ratio)) return undefined
  const bytes = image.toRawSync()
  if (bytes.length !== width * height * 4) return undefined
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : Buffer.from(bytes)
  const start = aligned.byteOffset % 4 === 0 ? aligned : new Uint8Array(aligned)
  const rgba = new Uint32Array(start.buffer, start.byteOffset, width * height)
  if (width === area.width && height === area.height) return { area, rgba }
  return { area, rgba: resized(rgba, { width, height }, area) }
}

/** Whether two layers show the same. */
export function sameLayer(one: Layer, other: Layer | undefined): boolean {
  if (other === undefined || one.rgba.length !== other.rgba.length) return false
  return bytesOf(one).equals(bytesOf(other))
}

/**
 * Draws what differs from the layer that was drawn there before, except where it is to be blank; gives what came out
 * different, in the picture's pixels.
 */
export function drawLayer(
  canvas: X11Canvas,
  layer: Layer,
  { before, blank }: { readonly before: Layer | undefined; readonly blank: Region },
): Rectangle[] {
  const changed: Rectangle[] = []
  const { width, height } = layer.area
  const [bytes, old] = [bytesOf(layer), before && bytesOf(before)]
  for (let top = 0; top < height; top += TILE) {
    const rows = Math.min(TILE, height - top)
    const [from, to] = [top * width * 4, (top + rows) * width * 4]
    if (old && bytes.compare(old, from, to, from, to) === 0) continue
    for (let left = 0; left < width; left += TILE) {
      const tile = { x: left, y: top, width: Math.min(TILE, width - left), height: rows }
      if (old && sameTile({ bytes, old, width }, tile)) continue
      const difference = drawTile(canvas, layer, { tile, blank })
      if (difference) changed.push(difference)
    }
  }
  return changed
}

function drawTile(
  canvas: X11Canvas,
  { area, rgba }: Layer,
  { tile, blank }: { readonly tile: Rectangle; readonly blank: Region },
): Rectangle | undefined {
  const [at] = clip([{ ...tile, x: area.x + tile.x, y: area.y + tile.y }], canvas.area)
  if (at === undefined) return undefined
  const pixels = new Uint32Array(at.width * at.height)
  for (let row = 0; row < at.height; row += 1) {
    const from = (at.y - area.y + row) * area.width + at.x - area.x
    for (let column = 0; column < at.width; column += 1) {
      const pixel = rgba[from + column] ?? 0
      pixels[row * at.width + column] = ((pixel & 0xff) << 16) | (pixel & 0xff00) | ((pixel >>> 16) & 0xff)
    }
  }
  return canvas.draw(pixels, at, blank)
}

function sameTile(of: { bytes: Buffer; old: Buffer; width: number }, tile: Rectangle): boolean {
  for (let row = tile.y; row < tile.y + tile.height; row += 1) {
    const from = (row * of.width + tile.x) * 4
    const to = from + tile.width * 4
    if (of.bytes.compare(of.old, from, to, from, to) !== 0) return false
  }
  return true
}

function bytesOf({ rgba }: Layer): Buffer {
  return Buffer.from(rgba.buffer, rgba.byteOffset, rgba.byteLength)
}

/** The nearest pixel for each: on a desktop whose screens have different scales, one of them cannot be exact. */
function resized(rgba: Uint32Array, from: { width: number; height: number }, to: Rectangle): Uint32Array {
  const fitted = new Uint32Array(to.width * to.height)
  for (let row = 0; row < to.height; row += 1) {
    const source = Math.floor((row * from.height) / to.height) * from.width
    for (let column = 0; column < to.width; column += 1)
      fitted[row * to.width + column] = rgba[source + Math.floor((column * from.width) / to.width)] ?? 0
  }
  return fitted
}

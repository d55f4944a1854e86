import webpFactory from '@jsquash/webp/codec/enc/webp_enc_simd.js'
import { defaultOptions } from '@jsquash/webp/meta.js'
import type { EncodeImage } from './encode-picture.ts'
import type { Pixels } from './encode-tiles.ts'
import { webpCode } from './encode-webp-code.ts'
import type { Rectangle } from './screen-port.ts'

/** What is used of the encoder (libwebp, built by Emscripten). */
interface Webp {
  encode(rgba: Uint8Array, width: number, height: number, options: typeof defaultOptions): Uint8Array | null
}
type MakeWebp = (module: {
  readonly noInitialRun: boolean
  readonly instantiateWasm: (imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) => unknown
}) => Promise<Webp>

const COARSE = 50

let opening: Promise<EncodeImage> | undefined

/** The encoder of inexact pictures; opened once, within some 20 ms. */
export function openImageEncoder(): Promise<EncodeImage> {
  opening ??= open()
  return opening
}

async function open(): Promise<EncodeImage> {
  const code = await WebAssembly.compile(webpCode())
  const webp = await (webpFactory as unknown as MakeWebp)({
    noInitialRun: true,
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(code, imports)
      done(instance)
      return instance.exports
    },
  })
  return (picture, part, quality) => {
    // The quickest method; of a coarse image the second takes a fifth longer, and a quarter less, the others are slow.
    const options = { ...defaultOptions, quality, method: quality < COARSE ? 1 : 0 }
    const image = webp.encode(rgbaOf(picture, part), part.width, part.height, options)
    if (!image) throw new Error('A part of the screen could not be made into an image.')
    return image
  }
}

let rgba = new Uint32Array(0)

function rgbaOf({ width, pixels }: Pixels, part: Rectangle): Uint8Array {
  const area = part.width * part.height
  if (rgba.length < area) rgba = new Uint32Array(area)
  let to = 0
  for (let y = part.y; y < part.y + part.height; y += 1)
    for (let at = y * width + part.x, end = at + part.width; at < end; at += 1, to += 1) {
      const colour = pixels[at] as number
      rgba[to] = 0xff00_0000 | ((colour & 0xff) << 16) | (colour & 0xff00) | ((colour >>> 16) & 0xff)
    }
  return new Uint8Array(rgba.buffer, 0, area * 4)
}

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import webpFactory from '@jsquash/webp/codec/dec/webp_dec.js'

interface Decoded {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}
type MakeWebp = (module: object) => Promise<{ decode(bytes: Uint8Array): Decoded | null }>

/** The decoder gives what only browsers have. */
class Picture implements Decoded {
  readonly data: Uint8ClampedArray
  readonly width: number
  readonly height: number

  constructor(...of: [Uint8ClampedArray, number, number]) {
    ;[this.data, this.width, this.height] = of
  }
}
Object.assign(globalThis, { ImageData: Picture })

const file = fileURLToPath(import.meta.resolve('@jsquash/webp/codec/dec/webp_dec.wasm'))
const code = await WebAssembly.compile(new Uint8Array(readFileSync(file)))
const webp = await (webpFactory as unknown as MakeWebp)({
  noInitialRun: true,
  instantiateWasm(imports: WebAssembly.Imports, done: (instance: WebAssembly.Instance) => void) {
    const instance = new WebAssembly.Instance(code, imports)
    done(instance)
    return instance.exports
  },
})

/** Decodes WebP as browsers do, but for roundings. */
export function decodeWebp(bytes: Uint8Array): { width: number; height: number; rgba: Uint8Array } {
  const image = webp.decode(bytes)
  if (!image) throw new Error('An image that cannot be decoded.')
  return { width: image.width, height: image.height, rgba: new Uint8Array(image.data) }
}

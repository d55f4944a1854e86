import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The encoder's WebAssembly code. The one-file program has it inside: its build puts the bytes in this module's place. */
export function webpCode(): Uint8Array<ArrayBuffer> {
  const file = fileURLToPath(import.meta.resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm'))
  return new Uint8Array(readFileSync(file))
}

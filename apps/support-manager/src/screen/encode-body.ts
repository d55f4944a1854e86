import { constants, deflateRaw, deflateRawSync } from 'node:zlib'
import { BODY_DEFLATED, BODY_PLAIN, historyWith } from '@deskside/protocol'

/** Bodies up to here are as they are: a fill, a step of a dragged window. */
const TINY_BYTES = 24
/** Bodies up to here are deflated at once, larger ones beside the main loop. */
const AT_ONCE_BYTES = 131_072
const NOTHING = new Uint8Array(0)

interface PackedBody {
  readonly body: Uint8Array
  readonly compression: typeof BODY_PLAIN | typeof BODY_DEFLATED
  readonly bodyBytes: number
}

/** Packs bodies, each with those before it as a dictionary: what was told once is not told again. */
export class BodyPacker {
  #history: Uint8Array = NOTHING

  /** The viewer has nothing of what came before. */
  forget(): void {
    this.#history = NOTHING
  }

  async pack(plain: Uint8Array): Promise<PackedBody> {
    const before = this.#history
    this.#history = historyWith(before, plain)
    const packed = plain.length <= TINY_BYTES ? plain : await deflated(plain, before)
    const isSmaller = packed.length < plain.length
    return {
      body: isSmaller ? packed : plain,
      compression: isSmaller ? BODY_DEFLATED : BODY_PLAIN,
      bodyBytes: plain.length,
    }
  }
}

async function deflated(bytes: Uint8Array, before: Uint8Array): Promise<Uint8Array> {
  const dictionary = before.length > 0 ? { dictionary: before } : {}
  if (bytes.length <= 65_536) return deflateRawSync(bytes, { level: 6, ...dictionary })
  const options = { level: constants.Z_BEST_SPEED + 2, memLevel: 9, ...dictionary }
  if (bytes.length <= AT_ONCE_BYTES) return deflateRawSync(bytes, options)
  return new Promise((resolve, reject) => {
    deflateRaw(bytes, options, (error, packed) => (error ? reject(error) : resolve(packed)))
  })
}

import { PICTURE_MESSAGE_BYTES, PIECE_BYTES, PIECE_LAST, PIECE_MORE } from './picture.ts'
import { PictureError } from './picture-bytes.ts'

/** A message in the pieces in which it goes over the channel. */
export function* inPieces(message: Uint8Array): Generator<Uint8Array<ArrayBuffer>> {
  const most = PIECE_BYTES - 1
  for (let from = 0; from === 0 || from < message.length; from += most) {
    const part = message.subarray(from, from + most)
    const piece = new Uint8Array(part.length + 1)
    piece[0] = from + most < message.length ? PIECE_MORE : PIECE_LAST
    piece.set(part, 1)
    yield piece
  }
}

/** Puts pieces together again. */
export class PieceCollector {
  #parts: Uint8Array[] = []
  #bytes = 0

  /** The whole message with its last piece, undefined before; throws a `PictureError` where it becomes too long. */
  take(piece: Uint8Array): Uint8Array | undefined {
    const [mark] = piece
    if (mark !== PIECE_LAST && mark !== PIECE_MORE)
      throw new PictureError('The picture came in pieces that do not fit.')
    this.#bytes += piece.length - 1
    if (this.#bytes > PICTURE_MESSAGE_BYTES || (mark === PIECE_MORE && piece.length === 1))
      throw new PictureError('The picture came in too many pieces.')
    const part = piece.subarray(1)
    if (mark === PIECE_LAST && this.#parts.length === 0) {
      this.#bytes = 0
      return part
    }
    this.#parts.push(part)
    if (mark === PIECE_MORE) return undefined
    const whole = new Uint8Array(this.#bytes)
    let at = 0
    for (const one of this.#parts) {
      whole.set(one, at)
      at += one.length
    }
    this.#parts = []
    this.#bytes = 0
    return whole
  }
}

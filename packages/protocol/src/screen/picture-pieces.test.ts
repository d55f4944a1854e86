import { expect, test } from 'vitest'
import { PICTURE_MESSAGE_BYTES, PIECE_BYTES, PIECE_MORE } from './picture.ts'
import { PictureError } from './picture-bytes.ts'
import { PieceCollector, inPieces } from './picture-pieces.ts'

test('[screen R17] a message of any length comes whole out of its pieces', () => {
  for (const length of [1, 100, PIECE_BYTES - 1, PIECE_BYTES, 3 * PIECE_BYTES]) {
    const message = Uint8Array.from({ length }, (_, index) => index % 251)
    const pieces = [...inPieces(message)]
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(PIECE_BYTES)
    const collector = new PieceCollector()
    const taken = pieces.map((piece) => collector.take(piece))
    expect(taken.slice(0, -1).every((whole) => whole === undefined)).toBe(true)
    expect(taken.at(-1)).toEqual(message)
  }
})

test('[screen R17] pieces without end, and pieces of nothing, are refused', () => {
  const collector = new PieceCollector()
  const piece = new Uint8Array(PIECE_BYTES)
  piece[0] = PIECE_MORE
  const endless = (): void => {
    for (let bytes = 0; bytes <= PICTURE_MESSAGE_BYTES; bytes += PIECE_BYTES - 1) collector.take(piece)
  }
  expect(endless).toThrow('The picture came in too many pieces.')
  expect(() => new PieceCollector().take(Uint8Array.of(PIECE_MORE))).toThrow(PictureError)
  expect(() => new PieceCollector().take(Uint8Array.of(9, 1))).toThrow(PictureError)
  expect(() => new PieceCollector().take(new Uint8Array(0))).toThrow(PictureError)
})

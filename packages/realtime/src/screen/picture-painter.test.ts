import {
  ByteWriter,
  PICTURE_STEPS,
  inPieces,
  writeArea,
  writeCursorPlace,
  writeFrame,
  writePictureNews,
} from '@deskside/protocol'
import { deflateSync } from 'fflate'
import { expect, test, vi } from 'vitest'
import type { FromPictureWorker } from './picture-messages.ts'
import { PicturePainter } from './picture-painter.ts'

class Image {
  readonly width: number
  readonly height: number
  constructor(...[, width, height]: [Uint8ClampedArray, number, number]) {
    this.width = width
    this.height = height
  }
}
vi.stubGlobal('ImageData', Image)

/** A canvas that notes what is drawn. */
function stand() {
  const drawn: string[] = []
  const note =
    (name: string) =>
    (...of: unknown[]) =>
      void drawn.push(`${name} ${of.filter((one) => typeof one === 'number').join(' ')}`)
  const canvas = { width: 0, height: 0, getContext: () => context }
  const context = {
    fillStyle: '',
    fillRect: note('fill'),
    drawImage: note('draw'),
    putImageData: note('put'),
    clearRect: note('clear'),
  }
  const told: FromPictureWorker[] = []
  const said: string[] = []
  const painter = new PicturePainter({
    canvas: canvas as unknown as OffscreenCanvas,
    tell: (message) => void told.push(message),
    say: (text) => void said.push(text),
  })
  const take = (message: Uint8Array): void => {
    for (const piece of inPieces(message)) painter.take(piece)
  }
  return { drawn, told, said, take, painter }
}

function frame(seq: number, { inflated, says }: { inflated?: number; says?: number } = {}): Uint8Array {
  const out = new ByteWriter()
  out.byte(PICTURE_STEPS.fill)
  writeArea(out, { x: 1, y: 2, width: 3, height: 4 })
  out.put(Uint8Array.of(1, 2, 3))
  const body = inflated === undefined ? out.bytes : deflateSync(new Uint8Array(inflated))
  const bodyBytes = says ?? body.length
  return writeFrame({
    seq,
    width: 40,
    height: 30,
    body,
    compression: inflated === undefined ? 0 : 1,
    bodyBytes,
    tail: [],
  })
}

test('[screen R16] a frame is acknowledged when it is drawn', () => {
  const { drawn, told, said, take } = stand()
  take(frame(7))
  expect(drawn).toEqual(['fill 1 2 3 4'])
  expect(said).toEqual(['{"t":"ack","seq":7}'])
  expect(told).toEqual([{ t: 'size', width: 40, height: 30 }, { t: 'shown' }])
})

test('[screen R20] the place of the cursor told again is answered by the last acknowledgement, a new place by nothing', () => {
  const { said, take } = stand()
  take(writeCursorPlace({ x: 1, y: 2, shapeId: 3 }))
  take(writeCursorPlace({ x: 1, y: 2, shapeId: 3 }))
  expect(said).toEqual([])
  take(frame(7))
  take(writeCursorPlace({ x: 5, y: 2, shapeId: 3 }))
  expect(said).toEqual(['{"t":"ack","seq":7}'])
  take(writeCursorPlace({ x: 5, y: 2, shapeId: 3 }))
  expect(said).toEqual(['{"t":"ack","seq":7}', '{"t":"ack","seq":7}'])
})

test('[screen R17] a picture that inflates to more than it says ends the view with one sentence, and nothing is read after it', () => {
  const { drawn, told, said, take } = stand()
  take(frame(1, { inflated: 50_000_000, says: 60_000 }))
  take(frame(2))
  take(Uint8Array.of(99))
  expect(told).toEqual([{ t: 'failed', sentence: 'The picture is not as long as it says.' }])
  expect(drawn).toEqual([])
  expect(said).toEqual([])
})

test('[screen R17] bytes that are no deflate end the view with a sentence, not the worker with an error', () => {
  const { told, take } = stand()
  const broken = frame(1, { inflated: 1_000, says: 1_000 })
  broken.fill(0xff, 12)
  take(broken)
  expect(told).toEqual([{ t: 'failed', sentence: 'The picture cannot be unpacked.' }])
})

test('[screen R4] when nothing is shown any more, nothing is left standing', () => {
  const { drawn, told, take } = stand()
  take(frame(1))
  take(writePictureNews({ t: 'surfaces', surfaces: [], shown: null }))
  expect(drawn.at(-1)).toBe('clear 0 0 40 30')
  take(frame(2))
  expect(told.filter(({ t }) => t === 'size' || t === 'shown')).toHaveLength(4)
})

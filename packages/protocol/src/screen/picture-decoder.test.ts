import { expect, test } from 'vitest'
import { PICTURE_MESSAGES } from './picture.ts'
import type { PictureNews } from './picture.ts'
import { ByteReader, ByteWriter, PictureError } from './picture-bytes.ts'
import { PictureDecoder } from './picture-decoder.ts'
import {
  BODY_DEFLATED,
  BODY_PLAIN,
  PICTURE_STEPS,
  writeArea,
  writeCursorPlace,
  writeCursorShape,
  writeFrame,
  writeNextFrame,
  writePictureNews,
} from './picture-frame.ts'

const SIZE = { seq: 1, width: 32, height: 16 }

/** A frame of one step, or of several. */
function frame(body: (out: ByteWriter) => void, more: Partial<Parameters<typeof writeFrame>[0]> = {}): Uint8Array {
  const out = new ByteWriter()
  body(out)
  const bytes = out.bytes
  return writeFrame({ ...SIZE, body: bytes, compression: BODY_PLAIN, bodyBytes: bytes.length, tail: [], ...more })
}

function read(message: Uint8Array) {
  const asked: number[] = []
  const decoder = new PictureDecoder((bytes, length) => {
    asked.push(length)
    return bytes.length === length ? bytes : new Uint8Array(length + 1)
  })
  return { message: decoder.read(message), asked }
}

const step =
  (kind: number, [x, y, width, height]: [number, number, number, number]) =>
  (out: ByteWriter) => {
    out.byte(kind)
    writeArea(out, { x, y, width, height })
  }

test('[screen R17] numbers of every length come back as they were written', () => {
  const out = new ByteWriter(1)
  const numbers = [0, 1, 127, 128, 300, 65_535, 2 ** 31 - 1]
  for (const number of numbers) out.number(number)
  for (const number of [0, -1, 1, -300, 70_000, -70_000]) out.signed(number)
  const reader = new ByteReader(out.bytes)
  expect(numbers.map(() => reader.number())).toEqual(numbers)
  expect([1, 2, 3, 4, 5, 6].map(() => reader.signed())).toEqual([0, -1, 1, -300, 70_000, -70_000])
  expect(() => reader.byte()).toThrow(PictureError)
})

test('[screen R17] a part outside the picture is refused, wherever it sticks out', () => {
  const outside: [number, number, number, number][] = [
    [0, 0, 33, 1],
    [32, 0, 1, 1],
    [0, 16, 1, 1],
    [1, 1, 32, 1],
    [0, 15, 1, 2],
    [2 ** 31 - 1, 0, 1, 1],
    [0, 0, 0, 1],
  ]
  for (const area of outside) {
    const fill = step(PICTURE_STEPS.fill, area)
    const body = (out: ByteWriter): void => {
      fill(out)
      out.put(new Uint8Array(3))
    }
    expect(() => read(frame(body)), area.join()).toThrow(PictureError)
  }
  const copy = (fromX: number) => (out: ByteWriter) => {
    step(PICTURE_STEPS.copy, [0, 0, 8, 8])(out)
    out.number(fromX)
    out.number(0)
  }
  expect(read(frame(copy(24))).message).toMatchObject({ steps: [{ do: 'copy', fromX: 24 }] })
  expect(() => read(frame(copy(25)))).toThrow('The picture has a part outside its frame.')
})

test('[screen R17] sizes that cannot be are refused before memory is taken for them', () => {
  for (const [width, height] of [
    [0, 5],
    [5, 0],
    [20_000, 5],
    [16_384, 16_384],
  ] as const)
    expect(() => read(frame(() => undefined, { width, height }))).toThrow('The picture has a size that cannot be.')
  expect(() => read(frame(() => undefined, { compression: BODY_DEFLATED, bodyBytes: 2 ** 30 }))).toThrow(
    'The picture is larger than its frame.',
  )
})

test('[screen R17] what inflates to more or less than it says is refused, and no more is asked for than a frame can need', () => {
  const bomb = frame((out) => out.put(new Uint8Array(10)), { compression: BODY_DEFLATED, bodyBytes: 2_000 })
  expect(() => read(bomb)).toThrow('The picture is not as long as it says.')
  const longer = frame((out) => out.put(new Uint8Array(5_000)), { compression: BODY_DEFLATED, bodyBytes: 10 })
  expect(() => read(longer)).toThrow('The picture is longer packed than it is.')
  const plain = frame((out) => out.put(new Uint8Array(10)), { bodyBytes: 11 })
  expect(() => read(plain)).toThrow('The picture is not as long as it says.')
})

test('[screen R17] a picture is not drawn over and over in one frame', () => {
  const fills = (count: number) => (out: ByteWriter) => {
    for (let times = 0; times < count; times += 1) {
      step(PICTURE_STEPS.fill, [0, 0, 32, 16])(out)
      out.put(new Uint8Array(3))
    }
  }
  expect(() => read(frame(fills(4)))).not.toThrow()
  expect(() => read(frame(fills(5)))).toThrow('The picture is drawn over too often.')
})

test('[screen R17] a frame has no more parts than it has room for, however few bytes ask for them', () => {
  const dots = (count: number) => (out: ByteWriter) => {
    for (let times = 0; times < count; times += 1) {
      step(PICTURE_STEPS.fill, [times % 256, times >> 8, 1, 1])(out)
      out.put(new Uint8Array(3))
    }
  }
  const size = { width: 256, height: 256 }
  expect(() => read(frame(dots(8_192), size))).not.toThrow()
  expect(() => read(frame(dots(8_200), size))).toThrow('The picture has more parts than it has room for.')
})

test('[screen R17] a palette holds 256 colours, and a number that is not in it is refused', () => {
  const indexed = (colours: number, packed: number[]) => (out: ByteWriter) => {
    out.byte(PICTURE_STEPS.palette)
    out.byte(colours - 1)
    out.put(new Uint8Array(colours * 3).fill(7))
    step(PICTURE_STEPS.indexed, [0, 0, 4, 1])(out)
    out.put(Uint8Array.from(packed))
  }
  expect(read(frame(indexed(3, [0b10_01_00_10]))).message).toMatchObject({ steps: [{ do: 'pixels' }] })
  expect(() => read(frame(indexed(3, [0b11_00_00_00])))).toThrow('a colour that is not in its palette')
  expect(() => read(frame(step(PICTURE_STEPS.indexed, [0, 0, 4, 1])))).toThrow(PictureError)
  const tooMany = (out: ByteWriter): void => {
    indexed(256, [0, 0, 0, 0])(out)
    out.put(Uint8Array.from([PICTURE_STEPS.more, 0, 1, 2, 3]))
  }
  expect(() => read(frame(tooMany))).toThrow('The picture has a palette that is too long.')
})

test('[screen R17] an image is lossy WebP of exactly the size of its part', () => {
  const webp = (width: number, height: number): Uint8Array => {
    const file = new Uint8Array(40)
    file.set([...'RIFF'].map((letter) => letter.charCodeAt(0)))
    file.set(
      [...'WEBPVP8 '].map((letter) => letter.charCodeAt(0)),
      8,
    )
    file.set([0x9d, 0x01, 0x2a, width & 0xff, width >> 8, height & 0xff, height >> 8], 23)
    return file
  }
  const image = (file: Uint8Array) => (out: ByteWriter) => {
    step(PICTURE_STEPS.image, [0, 0, 16, 16])(out)
    out.number(file.length)
  }
  const good = webp(16, 16)
  expect(read(frame(image(good), { tail: [good] })).message).toMatchObject({ steps: [{ do: 'image' }] })
  for (const file of [webp(16_000, 16_000), webp(16, 17), webp(17, 16), new Uint8Array(40), good.slice(0, 20)])
    expect(() => read(frame(image(file), { tail: [file] }))).toThrow('not of the size that it says')
  expect(() => read(frame(image(good), { tail: [good.slice(1)] }))).toThrow('The picture ends too early.')
  expect(() => read(frame(image(good), { tail: [good, new Uint8Array(1)] }))).toThrow('more bytes than it says')
})

test('[screen R17] whatever bytes come, they are read or refused with a sentence', () => {
  let state = 7
  const random = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0)
  const fill = frame((out) => {
    step(PICTURE_STEPS.fill, [0, 0, 32, 16])(out)
    out.put(new Uint8Array(3))
  })
  for (let times = 0; times < 5_000; times += 1) {
    const bytes = times % 2 === 0 ? fill.slice() : Uint8Array.from({ length: random() % 60 }, () => random() >>> 24)
    if (times % 2 === 0) bytes[random() % bytes.length] = random() >>> 24
    else bytes[0] = 1 + (random() % 4)
    try {
      read(bytes)
    } catch (error) {
      expect(error).toBeInstanceOf(PictureError)
      expect((error as PictureError).message).toMatch(/^(The|A) .*\.$/)
    }
  }
})

test('[screen R13] the cursor comes as it was told, and one of a strange size is refused', () => {
  const shape = { id: 4, width: 2, height: 1, hotX: 1, hotY: 0, rgba: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }
  expect(read(writeCursorShape(shape)).message).toEqual({ is: 'cursor-shape', shape })
  expect(read(writeCursorPlace({ x: -3, y: 900, shapeId: 4 })).message).toMatchObject({ place: { x: -3, y: 900 } })
  expect(read(writeCursorPlace(undefined)).message).toEqual({ is: 'cursor-place', place: null })
  expect(() => read(writeCursorShape({ ...shape, width: 257 }))).toThrow('The cursor has a size that cannot be.')
  expect(() => read(writeCursorShape({ ...shape, height: 2 }))).toThrow('The picture ends too early.')
})

test('[screen R17] news are words of the protocol, in any language, or are refused', () => {
  const surface = { id: 'monitor:1', name: 'Büro „links“ 桌面', kind: 'monitor', width: 10, height: 10 } as const
  const news: PictureNews = { t: 'surfaces', surfaces: [surface], shown: surface.id }
  expect(read(writePictureNews(news)).message).toEqual({ is: 'news', news })
  const said = (text: string): Uint8Array => {
    const bytes = [...text].map((letter) => letter.charCodeAt(0))
    return Uint8Array.from([PICTURE_MESSAGES.news, ...bytes])
  }
  const image = 'javascript:alert(1)'
  for (const text of ['', '{', '{}', JSON.stringify({ t: 'thumbnail', surfaceId: 'a', image })])
    expect(() => read(said(text))).toThrow(PictureError)
})

/** What a decoder makes of a first frame, which fills everything with black, and of those that are next. */
function readAll(...bodies: ((out: ByteWriter) => void)[]) {
  const dictionaries: number[] = []
  const decoder = new PictureDecoder((bytes, length, dictionary) => {
    dictionaries.push(dictionary.length)
    return bytes.slice(0, length)
  })
  const first = frame((out) => {
    step(PICTURE_STEPS.fill, [0, 0, 32, 16])(out)
    out.put(new Uint8Array(3))
  })
  const messages = [decoder.read(first)]
  for (const body of bodies) {
    const out = new ByteWriter()
    body(out)
    const parts = { body: out.bytes, compression: BODY_DEFLATED, bodyBytes: out.length, tail: [] } as const
    messages.push(decoder.read(writeNextFrame(parts)))
  }
  return { messages, dictionaries, decoder }
}

test('[screen R17] a frame that is next has a beginning, the size and the number of it, and the bodies before as its dictionary', () => {
  const nothing = (): void => undefined
  const fill = (out: ByteWriter): void => {
    step(PICTURE_STEPS.fill, [0, 0, 32, 16])(out)
    out.put(new Uint8Array(3))
  }
  const { messages, dictionaries } = readAll(fill, fill)
  expect(messages).toMatchObject([1, 2, 3].map((seq) => ({ seq, width: 32, height: 16 })))
  expect(dictionaries).toEqual([8, 16])
  const plain = writeNextFrame({ body: new Uint8Array(0), compression: BODY_PLAIN, bodyBytes: 0, tail: [] })
  expect(() => new PictureDecoder((bytes) => bytes).read(plain)).toThrow('The picture goes on without a beginning.')
  const packed = writeNextFrame({ body: new Uint8Array(4), compression: BODY_DEFLATED, bodyBytes: 2 ** 30, tail: [] })
  expect(() => readAll(nothing).decoder.read(packed)).toThrow('The picture is larger than its frame.')
})

test('[screen R17] what moves on did move before, stays in the picture, and leaves its colour behind', () => {
  const copy = (out: ByteWriter): void => {
    step(PICTURE_STEPS.copy, [4, 4, 8, 8])(out)
    out.number(0)
    out.number(0)
  }
  const on =
    (kind: number, [x, y]: [number, number]) =>
    (out: ByteWriter) => {
      out.byte(kind)
      out.signed(x)
      out.signed(y)
      if (kind === PICTURE_STEPS.slide) out.put(Uint8Array.of(1, 2, 3))
    }
  const { messages } = readAll(copy, on(PICTURE_STEPS.slide, [3, -2]), on(PICTURE_STEPS.on, [-7, 0]))
  expect(messages.slice(2)).toMatchObject([
    {
      steps: [
        { do: 'copy', fromX: 4, fromY: 4, area: { x: 7, y: 2, width: 8, height: 8 } },
        { do: 'fill', area: { x: 4, y: 10, width: 8, height: 2 }, colour: 0xff_03_02_01 },
        { do: 'fill', area: { x: 4, y: 4, width: 3, height: 6 } },
      ],
    },
    { steps: [{ do: 'copy', fromX: 7, fromY: 2, area: { x: 0, y: 2, width: 8, height: 8 } }] },
  ])
  for (const by of [
    [-5, 0],
    [0, -5],
    [21, 0],
    [0, 5],
  ] as [number, number][])
    expect(() => readAll(copy, on(PICTURE_STEPS.on, by))).toThrow('The picture has a part outside its frame.')
  expect(() => readAll(on(PICTURE_STEPS.on, [1, 1]))).toThrow('The picture moves something on that did not move.')
})

test('[screen R17] columns are turned into rows, and their colours are in the palette', () => {
  const columns = (numbers: number[], packed: number[]) => (out: ByteWriter) => {
    out.byte(PICTURE_STEPS.palette)
    out.byte(3)
    out.put(Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0, 2, 0, 0, 3))
    step(PICTURE_STEPS.columns, [0, 0, 2, 3])(out)
    out.byte(numbers.length)
    out.put(Uint8Array.from([...numbers, ...packed]))
  }
  const blue = (message: unknown) =>
    [...(message as { steps: { pixels: Uint32Array }[] }).steps[0]!.pixels].map((pixel) => (pixel >>> 16) & 0xff)
  expect(blue(readAll(columns([3, 1], [0b011, 0b100])).messages[1])).toEqual([1, 3, 1, 3, 3, 1])
  expect(blue(readAll(columns([], [0b10_01_00, 0b11_11_00])).messages[1])).toEqual([0, 0, 1, 3, 2, 3])
  for (const numbers of [[4, 1], [0], [0, 1, 2, 255]])
    expect(() => readAll(columns(numbers, [0b111, 0b111]))).toThrow('a colour that is not in its palette')
})

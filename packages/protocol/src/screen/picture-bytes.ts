/** A message that does not fit its own words: what sends it cannot be trusted with the picture any more. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
}

/** Bytes that grow as they are written; numbers as LEB128, seven bits a byte, the low ones first. */
export class ByteWriter {
  #bytes: Uint8Array
  #length = 0

  constructor(room = 1024) {
    this.#bytes = new Uint8Array(room)
  }

  get length(): number {
    return this.#length
  }

  /** What was written; valid until the next write. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  clear(): void {
    this.#length = 0
  }

  byte(value: number): void {
    this.#grow(1)
    this.#bytes[this.#length] = value
    this.#length += 1
  }

  /** A whole number from 0 to 2^31 - 1. */
  number(value: number): void {
    this.#grow(5)
    let rest = value
    while (rest > 0x7f) {
      this.#bytes[this.#length] = (rest & 0x7f) | 0x80
      this.#length += 1
      rest >>>= 7
    }
    this.#bytes[this.#length] = rest
    this.#length += 1
  }

  /** A whole number that may be negative, from -2^30 to 2^30 - 1. */
  signed(value: number): void {
    this.number(((value << 1) ^ (value >> 31)) >>> 0)
  }

  put(bytes: Uint8Array): void {
    this.#grow(bytes.length)
    this.#bytes.set(bytes, this.#length)
    this.#length += bytes.length
  }

  /** Room for `length` bytes to be filled in by the caller at once; they are not cleared. */
  room(length: number): Uint8Array {
    this.#grow(length)
    const room = this.#bytes.subarray(this.#length, this.#length + length)
    this.#length += length
    return room
  }

  #grow(by: number): void {
    const needed = this.#length + by
    if (needed <= this.#bytes.length) return
    const larger = new Uint8Array(Math.max(needed, this.#bytes.length * 2))
    larger.set(this.bytes)
    this.#bytes = larger
  }
}

/** Reads what `ByteWriter` wrote. What is not there is a `PictureError`. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  byte(): number {
    const value = this.#bytes[this.#at]
    if (value === undefined) throw new PictureError('The picture ends too early.')
    this.#at += 1
    return value
  }

  number(): number {
    let value = 0
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte()
      value += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return value
    }
    throw new PictureError('A number in the picture is too long.')
  }

  signed(): number {
    const value = this.number()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  take(length: number): Uint8Array {
    if (length > this.left) throw new PictureError('The picture ends too early.')
    const bytes = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return bytes
  }
}

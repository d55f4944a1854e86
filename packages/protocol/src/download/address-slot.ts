/**
 * The place in a built Support Manager that holds its server's address (THREATS F3). It has a fixed size and stands as it is
 * in the program's file, so that the server can put its own address in without building anything:
 *
 * | bytes | what |
 * | --- | --- |
 * | 0 to 31 | the marker, by which the place is found; it occurs once in a program |
 * | 32 to 39 | CRC-32 of all that follows, 8 hexadecimal digits; spaces while the place is empty |
 * | 40 to 511 | the origin, ASCII, filled up with spaces |
 *
 * The sum finds damage and clumsy changes. It is no signature: who forges the address can forge the sum as well.
 */
export const ADDRESS_SLOT_BYTES = 512
const SUM_AT = 32
const TEXT_AT = 40

export type AddressSlot =
  | { readonly is: 'empty' }
  /** For instance "https://support.example.com". */
  | { readonly is: 'address'; readonly origin: string }
  | { readonly is: 'broken' }

/** The marker's bytes. Put together here, so that the text itself stands in a program only once: in its slot. */
export function addressMarker(): Uint8Array {
  return bytesOf(['deskside', 'server', 'address', '1'].join('*').padEnd(SUM_AT, '*'))
}

/** A slot with an address, or an empty one. @throws RangeError for what is no origin, or is too long. */
export function writeAddressSlot(origin?: string): Uint8Array {
  const text = origin ?? ''
  if (origin !== undefined && !isOrigin(origin)) throw new RangeError(`"${origin}" is not the origin of a web address.`)
  if (text.length > ADDRESS_SLOT_BYTES - TEXT_AT) throw new RangeError('The address is too long for the program.')
  const slot = new Uint8Array(ADDRESS_SLOT_BYTES).fill(0x20)
  slot.set(addressMarker())
  slot.set(bytesOf(text), TEXT_AT)
  if (origin !== undefined) slot.set(bytesOf(sumOf(slot.subarray(TEXT_AT))), SUM_AT)
  return slot
}

/** What a slot says. Anything that `writeAddressSlot` would not have written is broken. */
export function readAddressSlot(slot: Uint8Array): AddressSlot {
  if (slot.length !== ADDRESS_SLOT_BYTES) return { is: 'broken' }
  const text = textOf(slot.subarray(TEXT_AT)).trimEnd()
  const origin = text === '' ? undefined : text
  if (origin !== undefined && !isOrigin(origin)) return { is: 'broken' }
  const right = writeAddressSlot(origin)
  if (!right.every((byte, index) => byte === slot[index])) return { is: 'broken' }
  return origin === undefined ? { is: 'empty' } : { is: 'address', origin }
}

/** Where a program's file, as it is downloaded, can take an address. Offsets in bytes of the file. */
export interface SlotPlace {
  readonly offset: number
  /** Where the file keeps a CRC-32 of the slot, little end first: gzip does, of each of its members (RFC 1952 2.3.1). */
  readonly crc32At?: number | undefined
}

/** What to write where in a downloadable file, so that it belongs to the server with this origin. */
export function addressPatches(
  { offset, crc32At }: SlotPlace,
  origin: string,
): readonly { readonly at: number; readonly bytes: Uint8Array }[] {
  const slot = writeAddressSlot(origin)
  const sum = new Uint8Array(4)
  new DataView(sum.buffer).setUint32(0, crc32(slot), true)
  return [{ at: offset, bytes: slot }, ...(crc32At === undefined ? [] : [{ at: crc32At, bytes: sum }])]
}

/** Scheme, host and port, in the form in which a browser says it: no path, no name and password, lower case. */
function isOrigin(text: string): boolean {
  return /^https?:\/\/(?:[a-z0-9]+(?:[.-]+[a-z0-9]+)*|\[[0-9a-f:.]+\])(?::[1-9][0-9]{0,4})?$/.test(text)
}

function sumOf(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, '0')
}

/** CRC-32 as in gzip and zip (ISO 3309), bit by bit: a slot is small. */
function crc32(bytes: Uint8Array): number {
  let sum = 0xff_ff_ff_ff
  for (const byte of bytes) {
    sum ^= byte
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xed_b8_83_20 : 0)
  }
  return (sum ^ 0xff_ff_ff_ff) >>> 0
}

function bytesOf(ascii: string): Uint8Array {
  return Uint8Array.from(ascii, (letter) => letter.charCodeAt(0))
}

function textOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}

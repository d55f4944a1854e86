import { promisify } from 'node:util'
import { crc32, gzip } from 'node:zlib'

const press = promisify(gzip)
/** Bytes that are pressed in one go, so that more than one core has something to do. */
const PART = 16 * 1024 * 1024
/** Bytes of a gzip member's header, and of the header of a block that is stored as it is (RFC 1952 2.3, RFC 1951 3.2.4). */
const HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])
const BLOCK_HEADER = 5

interface Plain {
  /** Offset and length of what stands in the result as it is, to be changed later. */
  readonly at: number
  readonly length: number
}

/**
 * Presses bytes as gzip, except for one piece that is stored as it is in a member of its own (a gzip file is a row of
 * members, RFC 1952 2.2): who changes the piece has to change its CRC-32, and nothing else. @returns where the two stand.
 */
export async function gzipAround(
  bytes: Buffer,
  plain: Plain,
  level: number,
): Promise<{ readonly bytes: Buffer; readonly offset: number; readonly crc32At: number }> {
  const end = plain.at + plain.length
  const [before, after] = await Promise.all([
    pressParts(bytes.subarray(0, plain.at), level),
    pressParts(bytes.subarray(end), level),
  ])
  const stored = storedMember(bytes.subarray(plain.at, end))
  const offset = before.length + HEADER.length + BLOCK_HEADER
  return { bytes: Buffer.concat([before, stored, after]), offset, crc32At: offset + plain.length }
}

async function pressParts(bytes: Buffer, level: number): Promise<Buffer> {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length; at += PART) parts.push(bytes.subarray(at, at + PART))
  return Buffer.concat(await Promise.all(parts.map((part) => press(part, { level }))))
}

function storedMember(piece: Buffer): Buffer {
  const block = Buffer.alloc(BLOCK_HEADER)
  block.writeUInt8(1, 0)
  block.writeUInt16LE(piece.length, 1)
  block.writeUInt16LE(piece.length ^ 0xffff, 3)
  const foot = Buffer.alloc(8)
  foot.writeUInt32LE(crc32(piece), 0)
  foot.writeUInt32LE(piece.length, 4)
  return Buffer.concat([HEADER, block, piece, foot])
}

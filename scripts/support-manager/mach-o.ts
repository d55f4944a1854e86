import { createHash } from 'node:crypto'

// Names as in Apple's <mach-o/loader.h> and the kernel's <kern/cs_blobs.h>.
const MH_MAGIC_64 = 0xfeed_facf
const HEADER = 32
const LC_SEGMENT_64 = 0x19
const LC_CODE_SIGNATURE = 0x1d
const EMBEDDED_SIGNATURE = 0xfade_0cc0
const CODE_DIRECTORY = 0xfade_0c02
const CODE_DIRECTORY_BYTES = 88
/** Version 2.4 of the code directory, which knows the executable segment. */
const VERSION = 0x2_04_00
const ADHOC = 2
const SHA256 = { type: 2, bytes: 32 } as const
const PAGE = { bytes: 4096, log2: 12 } as const
const MAIN_BINARY = 1n
const SEGMENT_PAGE = 16_384n

interface Segment {
  /** Of its load command. */
  readonly at: number
  readonly fileOffset: number
  readonly fileSize: number
}

interface Layout {
  readonly text: Segment
  readonly linkEdit: Segment
  /** Offset of the signature's load command, if there is one. */
  readonly signature: number | undefined
  /** Behind the last load command. */
  readonly end: number
  /** Of the first byte that belongs to no load command. */
  readonly firstSection: number
}

/**
 * Signs a 64-bit Mach-O program of one architecture ad hoc: without a publisher, only so that it starts at all (Apple silicon
 * runs no program without a signature) and each page is known. A real signature takes its place.
 */
export function signAdHoc(program: Buffer, identifier: string): Buffer {
  const layout = layoutOf(program)
  const contentEnd = layout.linkEdit.fileOffset + layout.linkEdit.fileSize
  const at = layout.signature === undefined ? alignUp(contentEnd, 16) : program.readUInt32LE(layout.signature + 8)
  const pages = Math.ceil(at / PAGE.bytes)
  const name = Buffer.from(`${identifier}\0`)
  const hashOffset = CODE_DIRECTORY_BYTES + name.length
  const directoryBytes = hashOffset + pages * SHA256.bytes
  const blobHeader = 20
  const size = alignUp(blobHeader + directoryBytes, 16)
  const signed = Buffer.alloc(at + size)
  program.copy(signed, 0, 0, Math.min(at, contentEnd))
  writeLoadCommands(signed, { layout, at, size })

  const directory = Buffer.alloc(directoryBytes)
  const words = [CODE_DIRECTORY, directoryBytes, VERSION, ADHOC, hashOffset, CODE_DIRECTORY_BYTES, 0, pages, at]
  for (const [index, word] of words.entries()) directory.writeUInt32BE(word, index * 4)
  directory.set([SHA256.bytes, SHA256.type, 0, PAGE.log2], 36)
  directory.writeBigUInt64BE(BigInt(layout.text.fileOffset), 64)
  directory.writeBigUInt64BE(BigInt(layout.text.fileSize), 72)
  directory.writeBigUInt64BE(MAIN_BINARY, 80)
  name.copy(directory, CODE_DIRECTORY_BYTES)
  for (let page = 0; page < pages; page += 1)
    hashPage(signed, page, at).copy(directory, hashOffset + page * SHA256.bytes)

  const blob = [EMBEDDED_SIGNATURE, blobHeader + directoryBytes, 1, 0, blobHeader]
  for (const [index, word] of blob.entries()) signed.writeUInt32BE(word, at + index * 4)
  directory.copy(signed, at + blobHeader)
  return signed
}

/** How many pages of a signed program are not what its signature says; undefined when it has none. */
export function changedPages(program: Buffer): number | undefined {
  const { signature } = layoutOf(program)
  if (signature === undefined) return undefined
  const at = program.readUInt32LE(signature + 8)
  const blobs = program.readUInt32BE(at + 8)
  for (let index = 0; index < blobs; index += 1) {
    const directory = program.subarray(at + program.readUInt32BE(at + 16 + index * 8))
    if (directory.readUInt32BE(0) !== CODE_DIRECTORY) continue
    const [hashOffset, pages, limit] = [16, 28, 32].map((offset) => directory.readUInt32BE(offset)) as [
      number,
      number,
      number,
    ]
    let changed = 0
    for (let page = 0; page < pages; page += 1) {
      const written = directory.subarray(hashOffset + page * SHA256.bytes, hashOffset + (page + 1) * SHA256.bytes)
      if (!hashPage(program, page, limit).equals(written)) changed += 1
    }
    return changed
  }
  return undefined
}

function hashPage(program: Buffer, page: number, limit: number): Buffer {
  const piece = program.subarray(page * PAGE.bytes, Math.min((page + 1) * PAGE.bytes, limit))
  return createHash('sha256').update(piece).digest()
}

function writeLoadCommands(
  program: Buffer,
  { layout, at, size }: { readonly layout: Layout; readonly at: number; readonly size: number },
): void {
  let command = layout.signature
  if (command === undefined) {
    command = layout.end
    if (command + 16 > layout.firstSection) throw new Error('The program has no room for a signature.')
    program.writeUInt32LE(LC_CODE_SIGNATURE, command)
    program.writeUInt32LE(16, command + 4)
    program.writeUInt32LE(at, command + 8)
    program.writeUInt32LE(program.readUInt32LE(16) + 1, 16)
    program.writeUInt32LE(program.readUInt32LE(20) + 16, 20)
  }
  program.writeUInt32LE(size, command + 12)
  const { linkEdit } = layout
  const length = BigInt(at + size - linkEdit.fileOffset)
  program.writeBigUInt64LE(((length + SEGMENT_PAGE - 1n) / SEGMENT_PAGE) * SEGMENT_PAGE, linkEdit.at + 32)
  program.writeBigUInt64LE(length, linkEdit.at + 48)
}

function layoutOf(program: Buffer): Layout {
  if (program.readUInt32LE(0) !== MH_MAGIC_64) throw new Error('This is no 64-bit Mach-O program of one architecture.')
  const segments = new Map<string, Segment>()
  let signature: number | undefined
  let at = HEADER
  for (let left = program.readUInt32LE(16); left > 0; left -= 1) {
    const command = program.readUInt32LE(at)
    if (command === LC_CODE_SIGNATURE) signature = at
    if (command === LC_SEGMENT_64) {
      const name = program.toString('latin1', at + 8, at + 24).replace(/\0.*$/, '')
      const [fileOffset, fileSize] = [40, 48].map((offset) => Number(program.readBigUInt64LE(at + offset))) as [
        number,
        number,
      ]
      segments.set(name, { at, fileOffset, fileSize })
    }
    at += program.readUInt32LE(at + 4)
  }
  const [text, linkEdit] = [segments.get('__TEXT'), segments.get('__LINKEDIT')]
  if (!text || !linkEdit) throw new Error('The program lacks a segment that every Mach-O program has.')
  const sections = Array.from({ length: program.readUInt32LE(text.at + 64) }, (_, index) =>
    program.readUInt32LE(text.at + 72 + index * 80 + 48),
  )
  return { text, linkEdit, signature, end: at, firstSection: Math.min(...sections) }
}

function alignUp(value: number, to: number): number {
  return Math.ceil(value / to) * to
}

import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'

/** Bytes that stand in place of a file's own, at an offset. */
export interface Patch {
  readonly at: number
  readonly bytes: Uint8Array
}

/** Reads a file, or a piece of it (`start` to `end`, both included), with some of its bytes replaced on the way. */
export function readPatched(
  path: string,
  { patches, start = 0, end }: { patches: readonly Patch[]; start?: number; end?: number },
): Readable {
  const own = createReadStream(path, end === undefined ? { start } : { start, end })
  if (patches.length === 0) return own
  async function* replaced(): AsyncGenerator<Buffer> {
    let at = start
    for await (const chunk of own) {
      const bytes = chunk as Buffer
      for (const patch of patches) overlay(bytes, at, patch)
      yield bytes
      at += bytes.length
    }
  }
  return Readable.from(replaced(), { objectMode: false })
}

/** Writes the part of a patch that lies within a piece of the file which begins at `at`. */
function overlay(piece: Buffer, at: number, patch: Patch): void {
  const from = Math.max(at, patch.at)
  const to = Math.min(at + piece.length, patch.at + patch.bytes.length)
  if (from < to) piece.set(patch.bytes.subarray(from - patch.at, to - patch.at), from - at)
}

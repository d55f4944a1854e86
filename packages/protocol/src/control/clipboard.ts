import { z } from 'zod'

/** Bytes of one content of the clipboard at most, 16 MiB. */
export const CLIPBOARD_BYTES = 16 * 1024 * 1024
/** Bytes of one piece at most. */
export const CLIPBOARD_PIECE = 60_000
/** Pixels of a picture at most: what a decoder makes of it is four bytes each. */
const CLIPBOARD_PIXELS = 64_000_000

/**
 * What either side says on the channel `deskside.clipboard` as JSON. A `content` is followed by its bytes in binary messages
 * of at most `CLIPBOARD_PIECE`: UTF-8, or a PNG. Another `content` before all have come takes its place.
 */
export const clipboardMessageSchema = z.discriminatedUnion('t', [
  z.strictObject({
    t: z.literal('content'),
    kind: z.enum(['text', 'image']),
    bytes: z.int().min(1).max(CLIPBOARD_BYTES),
  }),
  /** From the page: whether it is in front, with the keyboard. Until it says so it is not. */
  z.strictObject({ t: z.literal('focus'), focus: z.boolean() }),
  /** From the Support Manager: which directions are approved now. `in` leads into its computer. */
  z.strictObject({ t: z.literal('allowed'), in: z.boolean(), out: z.boolean() }),
])
export type ClipboardMessage = z.infer<typeof clipboardMessageSchema>

/** What may go over the clipboard, as bytes: text is UTF-8. */
export interface ClipboardBytes {
  readonly kind: 'text' | 'image'
  readonly bytes: Uint8Array
}

/** A content as the messages that say it. */
export function* clipboardPieces({ kind, bytes }: ClipboardBytes): Generator<string | Uint8Array> {
  const head: ClipboardMessage = { t: 'content', kind, bytes: bytes.length }
  yield JSON.stringify(head)
  for (let at = 0; at < bytes.length; at += CLIPBOARD_PIECE) yield bytes.subarray(at, at + CLIPBOARD_PIECE)
}

/** What a message on the channel amounted to; `undefined` where more has to come. */
export type ClipboardRead = ClipboardMessage | (ClipboardBytes & { readonly t: 'complete' }) | 'bad' | undefined

/** Reads the channel's messages, which may be anything. */
export class ClipboardReader {
  #open: { kind: 'text' | 'image'; size: number; have: number } | undefined
  #bytes = new Uint8Array(0)

  read(data: unknown): ClipboardRead {
    if (data instanceof ArrayBuffer) return this.#piece(new Uint8Array(data))
    if (data instanceof Uint8Array) return this.#piece(data)
    const message = typeof data === 'string' && data.length <= 200 ? parse(data) : undefined
    if (message?.t === 'content') this.#open = { kind: message.kind, size: message.bytes, have: 0 }
    return message ?? 'bad'
  }

  /** Forgets what has begun; its other pieces are bad. */
  drop(): void {
    this.#open = undefined
    this.#bytes = new Uint8Array(0)
  }

  #piece(piece: Uint8Array): ClipboardRead {
    const open = this.#open
    const wrong = piece.length === 0 || piece.length > CLIPBOARD_PIECE
    if (open === undefined || wrong || open.have + piece.length > open.size) {
      this.drop()
      return 'bad'
    }
    if (open.have === 0) this.#bytes = new Uint8Array(open.size)
    this.#bytes.set(piece, open.have)
    open.have += piece.length
    if (open.have < open.size) return undefined
    const bytes = this.#bytes
    const { kind } = open
    this.drop()
    if (kind === 'image' && !isModestPng(bytes)) return 'bad'
    return { t: 'complete', kind, bytes }
  }
}

const PNG_START = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]

/** Whether these bytes begin as a PNG does (signature and IHDR) whose size in pixels can be borne. */
export function isModestPng(bytes: Uint8Array): boolean {
  if (bytes.length < 33 || !PNG_START.every((byte, index) => bytes[index] === byte)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [width, height] = [view.getUint32(16), view.getUint32(20)]
  return width > 0 && height > 0 && width * height <= CLIPBOARD_PIXELS
}

function parse(data: string): ClipboardMessage | undefined {
  try {
    const parsed = clipboardMessageSchema.safeParse(JSON.parse(data))
    return parsed.success ? parsed.data : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { StoredProgram } from './files.ts'
import { readPatched } from './patched-file.ts'

/** Which bytes a request wants of a file (RFC 9110 14.1.2): all, one piece, or none that there is. */
export type Piece = { readonly from: number; readonly to: number } | 'all' | 'none'

/** Reads one range; several in one request are answered by the whole file, as the standard permits. */
function pieceOf(range: string | undefined, size: number): Piece {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(range ?? '') ?? []
  if (first === '' && last === '') return 'all'
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return from <= to ? { from, to } : 'none'
}

/** Sends a program's file, or the rest of it to who was cut off on the way. */
export function sendProgram(
  { headers }: FastifyRequest,
  reply: FastifyReply,
  { stored: { about, path, patches }, name }: { stored: StoredProgram; name: string },
): FastifyReply {
  const { size, sha256 } = about
  const tag = `"${sha256}"`
  void reply
    .type('application/octet-stream')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store')
    .header('accept-ranges', 'bytes')
    .header('etag', tag)
  const ifRange = headers['if-range']
  const piece = ifRange === undefined || ifRange === tag ? pieceOf(headers.range, size) : 'all'
  if (piece === 'none') return reply.status(416).header('content-range', `bytes */${size}`).send()
  if (piece === 'all') return reply.header('content-length', size).send(readPatched(path, { patches }))
  const { from: start, to: end } = piece
  return reply
    .status(206)
    .header('content-range', `bytes ${start}-${end}/${size}`)
    .header('content-length', end - start + 1)
    .send(readPatched(path, { patches, start, end }))
}

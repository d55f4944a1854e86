import { LinkifyIt } from 'linkify-it'

/** A stretch of a message: plain text, or a web address in it. */
export type MessagePiece = { readonly text: string } | { readonly text: string; readonly href: string }

// Only what opens a page: no mailto:, ftp: or `//host`, whose effect on a click people cannot foresee.
const linkify = new LinkifyIt({ fuzzyLink: true, fuzzyEmail: false })
  .add('mailto:', null)
  .add('ftp:', null)
  .add('//', null)

/**
 * Cuts a message at its web addresses. Nothing is decoded, shortened or fetched: the text of all pieces together is the
 * message, character for character.
 */
export function messagePieces(text: string): MessagePiece[] {
  const pieces: MessagePiece[] = []
  let end = 0
  for (const match of linkify.match(text) ?? []) {
    const href = meansAddress(match) ? webAddress(match.url) : undefined
    if (href === undefined) continue
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) })
    pieces.push({ text: text.slice(match.index, match.lastIndex), href })
    end = match.lastIndex
  }
  if (end < text.length) pieces.push({ text: text.slice(end) })
  return pieces
}

/** Without `https://` only `www.example.com` and `example.com/help`: `setup.sh` and `readme.md` are files more often. */
function meansAddress({ schema, raw }: { readonly schema: string; readonly raw: string }): boolean {
  return schema !== '' || /^www\./i.test(raw) || /^[^/]+\/[^/]/.test(raw)
}

function webAddress(url: string): string | undefined {
  // `URL.parse` is newer than the browsers that we serve.
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  return parsed && (parsed.protocol === 'https:' || parsed.protocol === 'http:') ? parsed.href : undefined
}

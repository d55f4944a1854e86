/** Where the console begins, and where a doubtful address leads. */
const HOME = '/console'

/** Parts of the site that a `next` may name; everything else is not ours to send anybody to. */
const OURS = ['/console', '/admin']

/**
 * Reads where to go after signing in from an address that anybody may have written.
 * @param next what stood in `?next=`
 * @param origin this page's own origin
 * @returns a path of this site (with query and fragment); `/console` for anything doubtful (G12)
 */
export function safeNext(next: unknown, origin: string): string {
  if (typeof next !== 'string' || !next.startsWith('/')) return HOME
  // Browsers read a backslash as a slash and drop tabs and line ends: refuse what two readers may read in two ways.
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (/[\\\u0000-\u0020\u007f]/.test(next) || next.startsWith('//')) return HOME
  if (!URL.canParse(next, origin)) return HOME
  const url = new URL(next, origin)
  if (url.origin !== origin) return HOME
  const path = decoded(url.pathname)
  if (path === undefined || path.includes('//') || path.includes('\\') || path.includes('..')) return HOME
  if (!OURS.some((ours) => path === ours || path.startsWith(`${ours}/`))) return HOME
  return url.pathname + url.search + url.hash
}

function decoded(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}

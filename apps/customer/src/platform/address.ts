/** How somebody came to this page. */
export type Entry =
  | { readonly by: 'number' }
  | { readonly by: 'link'; readonly token: string }
  | { readonly by: 'queue'; readonly slug: string }
  /** From another site's page, where they are in a session already. */
  | { readonly by: 'hand-over'; readonly token: string }

/**
 * Reads the page's address, and takes a link's token out of it at once: it is a key, and does not belong into the
 * address bar, the history or a screenshot.
 */
export function takeAddress(): Entry {
  const { pathname, hash } = window.location
  const handOver = /^#in=([\w-]{1,64})$/.exec(hash)?.[1]
  if (handOver !== undefined) {
    window.history.replaceState(null, '', '/')
    return { by: 'hand-over', token: handOver }
  }
  const token = /^\/j\/([\w-]{1,64})$/.exec(pathname)?.[1]
  if (token !== undefined) {
    window.history.replaceState(null, '', '/')
    return { by: 'link', token }
  }
  const slug = /^\/q\/([^/]+)/.exec(pathname)?.[1]
  return slug === undefined ? { by: 'number' } : { by: 'queue', slug }
}

/** Where somebody came from who was never told a number: a queue's page here, or another site's page. */
export type Origin = { readonly by: 'queue'; readonly slug: string } | { readonly by: 'site' }

/** How somebody came to this page. */
export type Entry =
  /** `from` is known to a page that was loaded again. */
  | { readonly by: 'number'; readonly from?: Origin }
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
    moveOn('/', { by: 'site' })
    return { by: 'hand-over', token: handOver }
  }
  const token = /^\/j\/([\w-]{1,64})$/.exec(pathname)?.[1]
  if (token !== undefined) {
    moveOn('/')
    return { by: 'link', token }
  }
  const slug = /^\/q\/([^/]+)/.exec(pathname)?.[1]
  if (slug !== undefined) return { by: 'queue', slug }
  const from = originIn(window.history.state)
  return from ? { by: 'number', from } : { by: 'number' }
}

/** Changes the address without a new page, and remembers with it where they came from: that outlasts a reload, not the tab. */
export function moveOn(path: string, from?: Origin): void {
  window.history.replaceState(from ?? null, '', path)
}

/** Where an entry came from; undefined for one who has, or needs, a number or a link. */
export function originOf(entry: Entry): Origin | undefined {
  if (entry.by === 'queue') return entry
  if (entry.by === 'hand-over') return { by: 'site' }
  return entry.by === 'number' ? entry.from : undefined
}

function originIn(state: unknown): Origin | undefined {
  if (typeof state !== 'object' || state === null || !('by' in state)) return undefined
  if (state.by === 'site') return { by: 'site' }
  return state.by === 'queue' && 'slug' in state && typeof state.slug === 'string'
    ? { by: 'queue', slug: state.slug }
    : undefined
}

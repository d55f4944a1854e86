import { useEffect } from 'react'

const shown = { title: '', mark: '' }

function write(change: Partial<typeof shown>): void {
  Object.assign(shown, change)
  document.title = shown.mark === '' ? shown.title : `● ${shown.mark} – ${shown.title}`
}

/** Names the view in the browser's tab: what happens, and by whose page. */
export function usePageTitle(view: string, siteName: string): void {
  useEffect(() => write({ title: `${view} – ${siteName}` }), [view, siteName])
}

/** Puts words before the page's title while there are any: somebody in another tab sees that they are waited for. */
export function usePageMark(words: string | undefined): void {
  useEffect(() => {
    if (words === undefined) return undefined
    write({ mark: words })
    return () => write({ mark: '' })
  }, [words])
}

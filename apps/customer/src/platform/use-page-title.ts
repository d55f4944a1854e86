import { useEffect } from 'react'

/** Puts words before the page's title while there are any: somebody in another tab sees that they are waited for. */
export function usePageTitle(words: string | undefined): void {
  useEffect(() => {
    if (words === undefined) return undefined
    const before = document.title
    document.title = `● ${words} – ${before}`
    return () => {
      document.title = before
    }
  }, [words])
}

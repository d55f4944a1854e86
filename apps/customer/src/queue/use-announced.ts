import { useEffect, useRef, useState } from 'react'

/** Milliseconds between two sentences at least: whoever hears the page reads something else meanwhile. */
const APART_MS = 15_000

/**
 * The words for a live region: what stands now, told anew when `key` changes and not sooner than 15 s after the last time.
 * What else changes in the words is not told; in between only the last counts.
 */
export function useAnnounced(key: number, words: string): string {
  const [said, setSaid] = useState('')
  const last = useRef<{ readonly key: number; readonly at: number }>(undefined)
  const newest = useRef(words)
  useEffect(() => {
    newest.current = words
  })
  useEffect(() => {
    if (last.current?.key === key) return undefined
    const wait = last.current === undefined ? 0 : last.current.at + APART_MS - Date.now()
    const timer = setTimeout(
      () => {
        last.current = { key, at: Date.now() }
        setSaid(newest.current)
      },
      Math.max(0, wait),
    )
    return () => clearTimeout(timer)
  }, [key])
  return said
}

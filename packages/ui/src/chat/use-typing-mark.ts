import { useCallback, useEffect, useRef } from 'react'

// The other side forgets a mark after six seconds.
const RENEW_MS = 3000

/** Tells that somebody types, not more often than it takes to keep the mark, and tells when they stop. */
export function useTypingMark(onTyping: ((typing: boolean) => void) | undefined) {
  const toldAt = useRef<number>(undefined)
  const tell = useRef(onTyping)
  useEffect(() => {
    tell.current = onTyping
  })

  const stopped = useCallback(() => {
    if (toldAt.current === undefined) return
    toldAt.current = undefined
    tell.current?.(false)
  }, [])

  const wrote = useCallback(
    (text: string) => {
      if (text.trim() === '') return stopped()
      const now = performance.now()
      if (toldAt.current !== undefined && now - toldAt.current < RENEW_MS) return
      toldAt.current = now
      tell.current?.(true)
    },
    [stopped],
  )

  useEffect(() => stopped, [stopped])
  return { wrote, stopped }
}

import { useCallback, useLayoutEffect, useRef, useState } from 'react'

// A finger's breadth: whoever sees the last line is at the end.
const NEAR_PX = 48

/**
 * Keeps a scrolled list at its end while the reader is there, and leaves a reader alone who went back.
 * @param length how many entries there are; one more scrolls on for a reader at the end
 * @param ownLength how many of them are the reader's own and new: writing something always shows it
 */
export function useStayAtEnd(length: number, ownLength: number) {
  const ref = useRef<HTMLDivElement>(null)
  const following = useRef(true)
  const [atEnd, setAtEnd] = useState(true)

  const toEnd = useCallback(() => {
    const list = ref.current
    if (list) list.scrollTop = list.scrollHeight
    following.current = true
    setAtEnd(true)
  }, [])

  const onScroll = useCallback(() => {
    const list = ref.current
    if (!list) return
    following.current = list.scrollHeight - list.scrollTop - list.clientHeight < NEAR_PX
    setAtEnd(following.current)
  }, [])

  const ownBefore = useRef(ownLength)
  useLayoutEffect(() => {
    const wrote = ownLength > ownBefore.current
    ownBefore.current = ownLength
    if (wrote || following.current) toEnd()
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- one entry more is what it waits for
  }, [length, ownLength, toEnd])

  // The box below grows, the window turns, a keyboard opens: the end stays in sight.
  useLayoutEffect(() => {
    const list = ref.current
    if (!list) return
    const observer = new ResizeObserver(() => {
      if (following.current) list.scrollTop = list.scrollHeight
    })
    observer.observe(list)
    return () => observer.disconnect()
  }, [])

  return { ref, atEnd, toEnd, onScroll }
}

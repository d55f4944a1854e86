import type { PictureViewState, ProgramViews } from '@deskside/realtime'
import { useCallback, useRef, useSyncExternalStore } from 'react'

type Picture = ProgramViews['picture']
type Still = Omit<PictureViewState, 'cursor'>

/** A picture's state without its cursor, which moves many times a second and is drawn by itself. */
export function usePicture({ state }: Picture): Still {
  const last = useRef<PictureViewState>(undefined)
  const subscribe = useCallback((listener: () => void) => state.subscribe(listener), [state])
  const get = useCallback((): Still => {
    const now = state.get()
    if (!last.current || !sameButCursor(last.current, now)) last.current = now
    return last.current
  }, [state])
  return useSyncExternalStore(subscribe, get, get)
}

function sameButCursor(a: PictureViewState, b: PictureViewState): boolean {
  return (Object.keys(b) as (keyof PictureViewState)[]).every((key) => key === 'cursor' || a[key] === b[key])
}

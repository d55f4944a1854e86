import { useEffect, useState } from 'react'

export interface FullScreen {
  readonly on: boolean
  readonly possible: boolean
  readonly toggle: () => void
}

/**
 * Puts a part of the page over the whole display: the page as a whole goes full screen and the part lies over it, so that
 * menus and questions still come above. The part takes the class names of `FULL` while `on`.
 */
export function useFullScreen(): FullScreen {
  const [on, setOn] = useState(false)
  useEffect(() => {
    const look = () => {
      if (!document.fullscreenElement) setOn(false)
    }
    document.addEventListener('fullscreenchange', look)
    return () => document.removeEventListener('fullscreenchange', look)
  }, [])
  useEffect(() => {
    if (!on) return undefined
    // The picture is gone, by a Stop for instance: so is what it filled.
    return () => {
      if (document.fullscreenElement) document.exitFullscreen().catch(warn)
    }
  }, [on])
  const toggle = () => {
    if (on) return setOn(false)
    document.documentElement.requestFullscreen().then(() => setOn(true), warn)
  }
  return { on, toggle, possible: document.fullscreenEnabled }
}

/** For what lies over the page: below dialogs and menus. */
export const FULL = 'fixed inset-0 z-35 rounded-none!'

/** Refused by the browser's own rules: the picture simply stays as it is. */
function warn(error: unknown): void {
  console.warn('The browser did not change to or from full screen.', error)
}

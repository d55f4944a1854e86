import type { ProgramViews } from '@deskside/realtime'
import { useEffect, useState } from 'react'
import type { RefObject } from 'react'
import { useObservable } from '../use-observable.ts'
import type { ControlClosed } from './control-words.ts'
import { pictureAt } from './picture-place.ts'

interface UseControl {
  readonly views: ProgramViews
  /** What takes the keyboard and the mouse. */
  readonly region: RefObject<HTMLElement | null>
  /** Control is granted, and wanted. */
  readonly on: boolean
}

export interface ControlNow {
  readonly closed: ControlClosed | undefined
  /** The keyboard types there. */
  readonly focused: boolean
  /** One's own pointer drives the other one. */
  readonly driving: boolean
}

/** Joins an element of this page to the other computer's mouse and keyboard, for as long as control is on. */
export function useControl({ views: { picture, control }, region, on }: UseControl): ControlNow {
  const { open, closedBecause } = useObservable(control.state)
  const [focused, setFocused] = useState(false)
  useEffect(() => {
    const element = region.current
    if (!element || !on) return undefined
    const detach = control.attach(element, (x, y) => {
      const size = picture.state.get().size ?? { width: 0, height: 0 }
      return pictureAt({ element: picture.element.getBoundingClientRect(), picture: size }, x, y)
    })
    const look = () => setFocused(element.contains(document.activeElement))
    element.addEventListener('focusin', look)
    element.addEventListener('focusout', look)
    look()
    return () => {
      detach()
      element.removeEventListener('focusin', look)
      element.removeEventListener('focusout', look)
      setFocused(false)
    }
  }, [control, picture, region, on])
  const closed = open ? undefined : (closedBecause ?? 'not-granted')
  return { closed, focused, driving: on && open }
}

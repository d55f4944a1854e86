import { lockKeyboard, unlockKeyboard } from '@deskside/realtime'
import type { ProgramViews } from '@deskside/realtime'
import { useEffect, useEffectEvent, useState } from 'react'
import { useObservable } from '../use-observable.ts'
import { leaveWords } from './control-words.ts'
import type { ControlClosed, PictureStands } from './control-words.ts'
import { pictureAt } from './picture-place.ts'

interface UseControl {
  readonly views: ProgramViews
  /** Control is granted, and wanted. */
  readonly on: boolean
  readonly fullScreen: boolean
  /** The accessible name of what takes the keyboard. */
  readonly label: string
  /** The keyboard was given back to the page by its keys. */
  readonly onLeave: () => void
}

export interface ControlNow {
  /** Why input is dropped over there now. */
  readonly closed: ControlClosed | undefined
  /** The keyboard types over there. */
  readonly focused: boolean
  readonly stands: PictureStands
  /** One's own pointer drives the other one. */
  readonly driving: boolean
  /** For what is around the picture. */
  readonly region: { readonly onFocus: () => void; readonly onBlur: () => void }
}

const mac = (): boolean => /Mac/.test(navigator.platform)

/** Joins a picture in this page to the other computer's mouse and keyboard, for as long as control is on. */
export function useControl({ views: { picture, control }, on, fullScreen, label, onLeave }: UseControl): ControlNow {
  const { open, closedBecause } = useObservable(control.state)
  const [focused, setFocused] = useState(false)
  const leave = useEffectEvent(onLeave)
  useEffect(() => {
    if (!on) return undefined
    const { element } = picture
    return control.attach({
      surface: element,
      toPicture(x, y) {
        const { size } = picture.state.get()
        return size ? pictureAt({ element: element.getBoundingClientRect(), picture: size }, x, y) : undefined
      },
      label,
      onLeave: () => leave(),
      // A Mac's Command does what Control does elsewhere.
      mac: mac(),
      commandIsControl: mac(),
    })
  }, [control, picture, label, on])
  const locked = useKeyboardLock(on && fullScreen)
  const stands = !fullScreen ? 'in-page' : locked ? 'full-screen-with-keys' : 'full-screen'
  useEffect(() => {
    const field = on && picture.element.parentElement?.querySelector('[data-remote-keyboard]')
    if (field) field.setAttribute('aria-description', leaveWords(stands))
  }, [picture, on, stands])
  return {
    closed: open ? undefined : (closedBecause ?? 'not-granted'),
    focused: on && focused,
    stands,
    driving: on && open,
    region: { onFocus: () => setFocused(true), onBlur: () => setFocused(false) },
  }
}

/**
 * In full screen the other computer gets the keys that the browser otherwise keeps, Escape among them. False where the browser
 * keeps them: it has no such thing, or was told not to.
 */
function useKeyboardLock(wanted: boolean): boolean {
  const [locked, setLocked] = useState(false)
  useEffect(() => {
    if (!wanted) return undefined
    let stands = true
    lockKeyboard().then(
      (given) => stands && setLocked(given),
      (error: unknown) => console.warn('The browser keeps its keys for itself.', error),
    )
    return () => {
      stands = false
      unlockKeyboard()
      setLocked(false)
    }
  }, [wanted])
  return wanted && locked
}

import { useObservable } from '@deskside/ui'
import { useEffect, useSyncExternalStore } from 'react'
import { createCell } from '../platform/observable.ts'
import { changeSettings, settings } from '../platform/settings.ts'

export type Panel = 'list' | 'side'

/** Only the picture is shown, everything else is hidden. Not kept: a page begins with all that it has. */
const focusMode = createCell(false)

/** Where there is no room beside the stage a panel lies over it: one at a time, and none at first. */
const drawer = createCell<Panel | null>(null)
const narrow = window.matchMedia('(max-width: 1023px)')

export interface Panels {
  readonly list: boolean
  readonly side: boolean
  readonly focus: boolean
  /** A panel that is shown lies over the stage. */
  readonly over: boolean
}

function subscribeNarrow(listener: () => void): () => void {
  narrow.addEventListener('change', listener)
  return () => narrow.removeEventListener('change', listener)
}

/** Which panels are shown now. */
export function usePanels(): Panels {
  const over = useSyncExternalStore(subscribeNarrow, () => narrow.matches)
  const kept = useObservable(settings)
  const open = useObservable(drawer)
  const focus = useObservable(focusMode)
  const shown = (panel: Panel): boolean => !focus && (over ? open === panel : kept[panel])
  return { list: shown('list'), side: shown('side'), focus, over }
}

function isShown(panel: Panel): boolean {
  if (focusMode.get()) return false
  return narrow.matches ? drawer.get() === panel : settings.get()[panel]
}

export function showPanel(panel: Panel, shown: boolean): void {
  if (shown) focusMode.set(false)
  if (!narrow.matches) changeSettings({ [panel]: shown })
  else if (shown) drawer.set(panel)
  else if (drawer.get() === panel) drawer.set(null)
}

export function togglePanel(panel: Panel): void {
  showPanel(panel, !isShown(panel))
}

export function toggleFocus(): void {
  drawer.set(null)
  focusMode.set(!focusMode.get())
}

/** Puts a panel that lies over the stage away; one beside it stays. */
export function closeDrawer(): void {
  drawer.set(null)
}

/** Escape puts a panel away that lies over the stage. */
export function useDrawerEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) closeDrawer()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}

import { useObservable } from '@deskside/ui'
import { useEffect, useSyncExternalStore } from 'react'
import { createCell } from '../platform/observable.ts'
import { changeSettings, settings } from '../platform/settings.ts'

export type Panel = 'list' | 'side'

/** Only the picture is shown, everything else is hidden. Not kept: a page begins with all that it has. */
const focusMode = createCell(false)

/**
 * Where there is no room beside the stage a panel lies over it: one at a time, and none at first. The list gives way
 * first. The panels' own classes (max-xl, max-lg) say the same.
 */
const drawer = createCell<Panel | null>(null)
const NARROW = { list: window.matchMedia('(width < 80rem)'), side: window.matchMedia('(width < 64rem)') } as const

export interface Panels {
  readonly list: boolean
  readonly side: boolean
  readonly focus: boolean
  /** One that is shown lies over the stage. */
  readonly over: boolean
}

function subscribeNarrow(listener: () => void): () => void {
  for (const query of Object.values(NARROW)) query.addEventListener('change', listener)
  return () => {
    for (const query of Object.values(NARROW)) query.removeEventListener('change', listener)
  }
}

/** Which panels are shown now. */
export function usePanels(): Panels {
  const list = useSyncExternalStore(subscribeNarrow, () => NARROW.list.matches)
  const side = useSyncExternalStore(subscribeNarrow, () => NARROW.side.matches)
  const kept = useObservable(settings)
  const open = useObservable(drawer)
  const focus = useObservable(focusMode)
  const narrow = { list, side }
  const shown = (panel: Panel): boolean => !focus && (narrow[panel] ? open === panel : kept[panel])
  return { list: shown('list'), side: shown('side'), focus, over: !focus && open !== null && narrow[open] }
}

function isShown(panel: Panel): boolean {
  if (focusMode.get()) return false
  return NARROW[panel].matches ? drawer.get() === panel : settings.get()[panel]
}

export function showPanel(panel: Panel, shown: boolean): void {
  if (shown) focusMode.set(false)
  if (!NARROW[panel].matches) changeSettings({ [panel]: shown })
  else if (shown) drawer.set(panel)
  else if (drawer.get() === panel) drawer.set(null)
  handFocusOn(panel, shown)
}

/** The element ids of the buttons that show and hide a panel. */
export const PANEL_BUTTONS = {
  list: { show: 'show-list', hide: 'hide-list' },
  side: { show: 'show-side', hide: 'hide-side' },
} as const

/**
 * The button that was pressed may have gone with what it hid or showed, or lie below it: its counterpart takes the focus
 * over.
 */
function handFocusOn(panel: Panel, shown: boolean): void {
  requestAnimationFrame(() => {
    const below = shown && NARROW[panel].matches
    if (document.activeElement !== document.body && !below) return
    const { show, hide } = PANEL_BUTTONS[panel]
    document.getElementById(shown ? hide : show)?.focus()
  })
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
  const open = drawer.get()
  drawer.set(null)
  if (open) handFocusOn(open, false)
}

/** Escape puts a panel away that lies over the stage. */
export function useDrawerEscape(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      // Escape is the other computer's while the keyboard is there.
      if (event.target instanceof Element && event.target.closest('[role="application"]')) return
      // What lies above the panel closes first; a tooltip of its own button does not count.
      if (event.key === 'Escape' && !document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]'))
        closeDrawer()
    }
    document.addEventListener('keydown', onKey, true)
    return () => document.removeEventListener('keydown', onKey, true)
  }, [])
}

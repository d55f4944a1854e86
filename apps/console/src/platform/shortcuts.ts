import { useEffect } from 'react'

/** Single keys that the console listens to, and what they do, for the sheet. */
export const SHORTCUTS = {
  '[': 'Hide or show the list of sessions',
  ']': 'Hide or show chat, notes and details',
  z: 'Focus on the picture: hide everything else',
  '?': 'This sheet',
} as const
export type ShortcutKey = keyof typeof SHORTCUTS

/** What takes keys for itself: text, and another computer that is driven from here. */
const TAKES_KEYS = 'input, textarea, select, [role="textbox"], [role="combobox"], [role="application"]'

/** True where a key press is for somebody, so that no shortcut may take it. */
export function takesKeys(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return target.isContentEditable || target.closest(TAKES_KEYS) !== null
}

/**
 * Listens to single keys while the page has no open dialog and nobody types (WCAG 2.1.4: they can also be switched off).
 */
export function useShortcuts(enabled: boolean, act: (key: ShortcutKey) => void): void {
  useEffect(() => {
    if (!enabled) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      if (takesKeys(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]'))
        return
      const key = event.key.toLowerCase()
      if (!Object.hasOwn(SHORTCUTS, key)) return
      event.preventDefault()
      act(key as ShortcutKey)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [enabled, act])
}

import { useEffect } from 'react'

/** Single keys that the console listens to, and what they do, for the sheet. */
export const SHORTCUTS = {
  '[': 'Hide or show the list of sessions',
  ']': 'Hide or show chat, notes and details',
  z: 'Focus on the picture: hide everything else',
  '?': 'This sheet',
} as const
export type ShortcutKey = keyof typeof SHORTCUTS

/** True where a key press is text for somebody, so that no shortcut may take it. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable || target.closest('input, textarea, select, [role="textbox"], [role="combobox"]') !== null
  )
}

/**
 * Listens to single keys while the page has no open dialog and nobody types (WCAG 2.1.4: they can also be switched off).
 */
export function useShortcuts(enabled: boolean, act: (key: ShortcutKey) => void): void {
  useEffect(() => {
    if (!enabled) return undefined
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      if (isTyping(event.target) || document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]'))
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

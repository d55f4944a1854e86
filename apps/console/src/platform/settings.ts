import { createCell } from './observable.ts'
import { keep, readKept } from './kept.ts'

export type Theme = 'system' | 'light' | 'dark'

/** How this person likes their console, kept in this browser. */
export interface Settings {
  readonly theme: Theme
  /** A sound when somebody knocks. Off until somebody wants it. */
  readonly sound: boolean
  readonly shortcuts: boolean
  /** The list of sessions is shown. */
  readonly list: boolean
  /** Chat, notes and details are shown. */
  readonly side: boolean
}

const FIRST: Settings = { theme: 'system', sound: false, shortcuts: true, list: true, side: true }
const THEMES: readonly unknown[] = ['system', 'light', 'dark']

const cell = createCell<Settings>(settingsFrom(readKept('settings')))
export const settings = { get: cell.get, subscribe: cell.subscribe }

export function changeSettings(change: Partial<Settings>): void {
  cell.set({ ...cell.get(), ...change })
  keep('settings', cell.get())
  applyTheme()
}

/** Puts the chosen theme on the page; `system` leaves it to the browser. */
export function applyTheme(): void {
  const { theme } = cell.get()
  const root = document.documentElement
  if (theme === 'system') root.removeAttribute('data-theme')
  else root.setAttribute('data-theme', theme)
}

/** Reads settings that a browser kept; what is not one of ours is as if it had never been chosen. */
export function settingsFrom(kept: unknown): Settings {
  if (typeof kept !== 'object' || kept === null) return FIRST
  const given = kept as Record<string, unknown>
  const flag = (name: 'sound' | 'shortcuts' | 'list' | 'side'): boolean => {
    const value = given[name]
    return typeof value === 'boolean' ? value : FIRST[name]
  }
  const theme = THEMES.includes(given['theme']) ? (given['theme'] as Theme) : FIRST.theme
  return { theme, sound: flag('sound'), shortcuts: flag('shortcuts'), list: flag('list'), side: flag('side') }
}

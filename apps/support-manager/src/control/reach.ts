import type { Combination, InputMessage } from '@deskside/protocol'

type Key = Extract<InputMessage, { t: 'key' }>

/** Combinations that stay within the program that has the keyboard. */
const WITHIN: ReadonlySet<Combination> = new Set(['alt-f4'])
/** Keys that a desktop keeps to itself wherever the keyboard is. */
const OF_THE_DESKTOP = /^(?:PrintScreen|Standby|Launch.*|Brightness.*|Audio.*|Media.*|Browser.*)$/u
/** With Alt they change windows, or open the desktop's menus. */
const WITH_ALT: ReadonlySet<string> = new Set(['Tab', 'Escape', 'F1', 'F2', ' '])

/** Whether a combination reaches beyond the program that has the keyboard (control R6). */
export function combinationReachesOut(name: Combination): boolean {
  return !WITHIN.has(name)
}

/** The same for a key. With AltGraph it is a character, whatever else the keyboard says is held (Windows: Control and Alt). */
export function keyReachesOut({ key, modifiers }: Key): boolean {
  const { alt, control, meta, altGraph } = modifiers
  if (key === 'Meta' || key === 'OS' || meta || OF_THE_DESKTOP.test(key)) return true
  if (altGraph) return false
  if (control && alt && !['Control', 'Alt', 'Shift', 'AltGraph'].includes(key)) return true
  return (alt && WITH_ALT.has(key)) || (control && key === 'Escape')
}

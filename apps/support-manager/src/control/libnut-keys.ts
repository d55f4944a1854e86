/** Keys by their names in a browser (UI Events KeyboardEvent `key` and `code` Values), as libnut calls them. */

/** Modifier keys: which of a message's flags they are, and their names, left and right. */
export const LIBNUT_MODIFIERS = {
  Shift: { flag: 'shift', left: 'shift', right: 'right_shift' },
  Control: { flag: 'control', left: 'control', right: 'right_control' },
  Alt: { flag: 'alt', left: 'alt', right: 'right_alt' },
  Meta: { flag: 'meta', left: 'command', right: 'command' },
  OS: { flag: 'meta', left: 'command', right: 'command' },
  AltGraph: { flag: 'altGraph', left: 'right_alt', right: 'right_alt' },
} as const

const NAMED: Readonly<Record<string, string>> = {
  Backspace: 'backspace',
  Tab: 'tab',
  Enter: 'enter',
  Escape: 'escape',
  Delete: 'delete',
  Home: 'home',
  End: 'end',
  PageUp: 'pageup',
  PageDown: 'pagedown',
  ArrowLeft: 'left',
  ArrowUp: 'up',
  ArrowRight: 'right',
  ArrowDown: 'down',
  Insert: 'insert',
  PrintScreen: 'printscreen',
  ContextMenu: 'menu',
  Clear: 'clear',
  AudioVolumeMute: 'audio_mute',
  AudioVolumeDown: 'audio_vol_down',
  AudioVolumeUp: 'audio_vol_up',
  MediaPlayPause: 'audio_play',
  MediaPlay: 'audio_play',
  MediaStop: 'audio_stop',
  MediaTrackPrevious: 'audio_prev',
  MediaTrackNext: 'audio_next',
  ...Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`F${index + 1}`, `f${index + 1}`])),
}

/** A named key as libnut calls it; undefined where it makes a character, or is none that libnut knows. */
export function libnutKey(key: string): string | undefined {
  return Object.hasOwn(NAMED, key) ? NAMED[key] : undefined
}

/** The key of a shortcut: its Latin letter, digit or sign; on a keyboard of another script, the one at that place. */
export function libnutShortcut(key: string, code: string): string | undefined {
  if (key === ' ') return 'space'
  if (/^[!-~]$/u.test(key)) return key.toLowerCase()
  const place = /^(?:Key([A-Z])|Digit([0-9]))$/u.exec(code)
  return place?.[1]?.toLowerCase() ?? place?.[2]
}

/** Keys by their names in a browser (UI Events KeyboardEvent `key` and `code` Values), as X11 keysyms and keycodes. */

/** Modifier keys: which of a message's flags they are, and their keysyms, left and right. */
export const MODIFIER_KEYS = {
  Shift: { flag: 'shift', left: [0xffe1], right: [0xffe2, 0xffe1] },
  Control: { flag: 'control', left: [0xffe3], right: [0xffe4, 0xffe3] },
  Alt: { flag: 'alt', left: [0xffe9], right: [0xffea, 0xffe9] },
  Meta: { flag: 'meta', left: [0xffeb, 0xffe7], right: [0xffec, 0xffeb, 0xffe7] },
  OS: { flag: 'meta', left: [0xffeb, 0xffe7], right: [0xffec, 0xffeb, 0xffe7] },
  AltGraph: { flag: 'altGraph', left: [0xfe03, 0xff7e], right: [0xfe03, 0xff7e] },
} as const
export type ModifierKey = keyof typeof MODIFIER_KEYS

/** Whether a key's name is a modifier's. */
export function isModifierKey(key: string): key is ModifierKey {
  return Object.hasOwn(MODIFIER_KEYS, key)
}

/** Locks stay as the person at the desktop has them: what is typed comes as characters, whatever they say. */
export const LOCK_KEYS: ReadonlySet<string> = new Set(['CapsLock', 'NumLock', 'ScrollLock', 'Fn', 'FnLock'])

const NAMED: Readonly<Record<string, number>> = {
  Backspace: 0xff08,
  Tab: 0xff09,
  Enter: 0xff0d,
  Pause: 0xff13,
  Escape: 0xff1b,
  Delete: 0xffff,
  Home: 0xff50,
  ArrowLeft: 0xff51,
  ArrowUp: 0xff52,
  ArrowRight: 0xff53,
  ArrowDown: 0xff54,
  PageUp: 0xff55,
  PageDown: 0xff56,
  End: 0xff57,
  Insert: 0xff63,
  PrintScreen: 0xff61,
  ContextMenu: 0xff67,
  Clear: 0xff0b,
  Select: 0xff60,
  Execute: 0xff62,
  Undo: 0xff65,
  Redo: 0xff66,
  Find: 0xff68,
  Cancel: 0xff69,
  Help: 0xff6a,
  Convert: 0xff23,
  NonConvert: 0xff22,
  KanaMode: 0xff2d,
  HiraganaKatakana: 0xff27,
  ZenkakuHankaku: 0xff2a,
  HangulMode: 0xff31,
  HanjaMode: 0xff34,
  AudioVolumeDown: 0x1008_ff11,
  AudioVolumeMute: 0x1008_ff12,
  AudioVolumeUp: 0x1008_ff13,
  MediaPlayPause: 0x1008_ff14,
  MediaPlay: 0x1008_ff14,
  MediaStop: 0x1008_ff15,
  MediaTrackPrevious: 0x1008_ff16,
  MediaTrackNext: 0x1008_ff17,
  BrowserHome: 0x1008_ff18,
  LaunchMail: 0x1008_ff19,
  BrowserSearch: 0x1008_ff1b,
  LaunchApplication2: 0x1008_ff1d,
  BrowserBack: 0x1008_ff26,
  BrowserForward: 0x1008_ff27,
  BrowserStop: 0x1008_ff28,
  BrowserRefresh: 0x1008_ff29,
  Standby: 0x1008_ff2f,
  BrowserFavorites: 0x1008_ff30,
  LaunchMediaPlayer: 0x1008_ff32,
  LaunchApplication1: 0x1008_ff33,
  BrightnessUp: 0x1008_ff02,
  BrightnessDown: 0x1008_ff03,
  Copy: 0x1008_ff57,
  Cut: 0x1008_ff58,
  Paste: 0x1008_ff6d,
  ...Object.fromEntries(Array.from({ length: 24 }, (_, index) => [`F${index + 1}`, 0xffbe + index])),
}

/** The pad's arrows go as the ordinary ones: whether the pad makes digits is the person's NumLock. */
const ON_NUMPAD: Readonly<Record<string, number>> = {
  Enter: 0xff8d,
  '*': 0xffaa,
  '+': 0xffab,
  '-': 0xffad,
  '/': 0xffaf,
  '=': 0xffbd,
  ...Object.fromEntries(Array.from({ length: 10 }, (_, digit) => [String(digit), 0xffb0 + digit])),
}

/** The keysyms that a named key, or a key of the numeric pad, may have, the best first; none for other keys. */
export function namedKeysyms(key: string, code: string): readonly number[] {
  const pad = code.startsWith('Numpad') && Object.hasOwn(ON_NUMPAD, key) ? ON_NUMPAD[key] : undefined
  const plain = Object.hasOwn(NAMED, key) ? NAMED[key] : undefined
  return [pad, plain].filter((keysym) => keysym !== undefined)
}

const ROWS_OF_KEYS = [
  [9, ['Escape']],
  [10, ['Digit1', 'Digit2', 'Digit3', 'Digit4', 'Digit5', 'Digit6', 'Digit7', 'Digit8', 'Digit9', 'Digit0']],
  [20, ['Minus', 'Equal', 'Backspace', 'Tab']],
  [24, ['KeyQ', 'KeyW', 'KeyE', 'KeyR', 'KeyT', 'KeyY', 'KeyU', 'KeyI', 'KeyO', 'KeyP']],
  [34, ['BracketLeft', 'BracketRight', 'Enter']],
  [38, ['KeyA', 'KeyS', 'KeyD', 'KeyF', 'KeyG', 'KeyH', 'KeyJ', 'KeyK', 'KeyL']],
  [47, ['Semicolon', 'Quote', 'Backquote']],
  [51, ['Backslash', 'KeyZ', 'KeyX', 'KeyC', 'KeyV', 'KeyB', 'KeyN', 'KeyM', 'Comma', 'Period', 'Slash']],
  [63, ['NumpadMultiply']],
  [65, ['Space']],
  [67, ['F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F8', 'F9', 'F10']],
  [79, ['Numpad7', 'Numpad8', 'Numpad9', 'NumpadSubtract', 'Numpad4', 'Numpad5', 'Numpad6', 'NumpadAdd']],
  [87, ['Numpad1', 'Numpad2', 'Numpad3', 'Numpad0', 'NumpadDecimal']],
  [94, ['IntlBackslash', 'F11', 'F12', 'IntlRo']],
  [104, ['NumpadEnter']],
  [106, ['NumpadDivide', 'PrintScreen']],
  [110, ['Home', 'ArrowUp', 'PageUp', 'ArrowLeft', 'ArrowRight', 'End', 'ArrowDown', 'PageDown', 'Insert', 'Delete']],
  [127, ['Pause']],
  [132, ['IntlYen']],
  [135, ['ContextMenu']],
] as const

const KEYCODES: ReadonlyMap<string, number> = new Map(
  ROWS_OF_KEYS.flatMap(([first, codes]) => codes.map((code, index) => [code, first + index] as const)),
)

/** The X11 keycode at the same place of the keyboard (Linux input codes plus 8). */
export function keycodeAt(code: string): number | undefined {
  return KEYCODES.get(code)
}

/** The Latin letter or digit that a place of the keyboard has in the United States: what shortcuts mean there. */
export function latinAt(code: string): string | undefined {
  const found = /^(?:Key([A-Z])|Digit([0-9]))$/u.exec(code)
  return found?.[1]?.toLowerCase() ?? found?.[2]
}

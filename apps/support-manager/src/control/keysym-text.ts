/**
 * X11's numbers for characters (keysyms; X.Org keysymdef.h): Latin-1 as it is, Unicode as 0x01000000 + code point, and the
 * old ones by alphabet, which keyboard layouts still use.
 */

/** The old alphabets that have a character set's order: the first keysym, and the set. */
const BY_CHARACTER_SET = [
  [0x1_00, 'iso-8859-2'],
  [0x2_00, 'iso-8859-3'],
  [0x3_00, 'iso-8859-4'],
  [0x5_00, 'iso-8859-6'],
  [0x6_00, 'koi8-r'],
  [0xc_00, 'iso-8859-8'],
  [0xd_00, 'windows-874'],
  [0x12_00, 'iso-8859-14'],
  [0x13_00, 'iso-8859-15'],
] as const

/** Rows that follow no character set: the first keysym and its characters; a space stands for none. */
const ROWS = [
  [0x6_a1, 'ђѓёєѕіїјљњћќґўџ№ЂЃЁЄЅІЇЈЉЊЋЌҐЎЏ'],
  [0x7_a1, 'ΆΈΉΊΪ ΌΎΫ Ώ  ΅― άέήίϊΐόύϋΰώ'],
  [0x7_c1, 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣ ΤΥΦΧΨΩ'],
  [0x7_e1, 'αβγδεζηθικλμνξοπρσςτυφχψω'],
  [
    0x4_a1,
    '。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜',
  ],
  [0xa_a9, '—–'],
  [0xa_ae, '…'],
  [0xa_c9, '™'],
  [0xa_d0, '‘’“”'],
  [0xa_fd, '‚„'],
  [0x20_ac, '€'],
] as const

const OLD = oldKeysyms()

/** The character that a keysym makes, as a code point; undefined for keys that make none, dead keys included. */
export function codePointOf(keysym: number): number | undefined {
  if (keysym >= 0x20 && keysym <= 0xff) return keysym >= 0x7f && keysym < 0xa0 ? undefined : keysym
  if (keysym >= 0x100_0100 && keysym <= 0x110_ffff) return keysym - 0x100_0000
  return OLD.get(keysym)
}

/** The keysym that makes a character in every program, whatever its alphabet; undefined for control characters. */
export function keysymOf(codePoint: number): number | undefined {
  if (codePoint < 0x20 || (codePoint >= 0x7f && codePoint < 0xa0)) return undefined
  if (codePoint === 0x20ac) return 0x20ac
  return codePoint < 0x100 ? codePoint : 0x100_0000 + codePoint
}

/** A letter's other case where that is one character, as `[small, capital]`. */
export function casesOf(codePoint: number): readonly [number, number] | undefined {
  const letter = String.fromCodePoint(codePoint)
  const [small, capital] = [letter.toLowerCase(), letter.toUpperCase()]
  const pair = [small.codePointAt(0) ?? 0, capital.codePointAt(0) ?? 0] as const
  const single = [small, capital].every((form) => [...form].length === 1)
  return single && pair[0] !== pair[1] && pair.includes(codePoint) ? pair : undefined
}

function oldKeysyms(): ReadonlyMap<number, number> {
  const found = new Map<number, number>()
  const add = (keysym: number, character: string): void => {
    const codePoint = character.codePointAt(0)
    if (codePoint !== undefined && codePoint > 0xff && codePoint !== 0xfffd) found.set(keysym, codePoint)
  }
  for (const [first, set] of BY_CHARACTER_SET) {
    const decoder = new TextDecoder(set)
    // KOI8's lower half of the upper part draws boxes; the alphabet begins at 0xc0.
    for (let byte = set === 'koi8-r' ? 0xc0 : 0xa0; byte <= 0xff; byte += 1)
      add(first + byte, decoder.decode(Uint8Array.of(byte)))
  }
  for (const [first, characters] of ROWS)
    for (const [index, character] of [...characters].entries()) if (character !== ' ') add(first + index, character)
  return found
}

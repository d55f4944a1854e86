/**
 * Characters that show nothing, or turn round the order of what is shown: with them a text could read otherwise than a
 * computer takes it ("Trojan Source", CVE-2021-42574). Beside Unicode's own kinds a few letters that are blank.
 */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}\u115f\u1160\u2800\u3164\uffa0]/gu

/** A text as it is to be read before it is allowed: line feeds and tabs are themselves, all that cannot be seen is named. */
export function visibleText(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replaceAll(UNSEEN, (character) => (character === '\n' || character === '\t' ? character : named(character)))
}

function named(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`
}

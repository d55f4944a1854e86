/** Bytes that a name may have, so that one with a number after it still fits a directory entry (255 on all three systems). */
const NAME_BYTES = 200
/** What a file is called when nothing of its name can stay. */
const NAMELESS = 'file'

/**
 * Names that Windows takes for devices, with any ending and with spaces before it; also written with superscript digits
 * (Microsoft, "Naming Files, Paths, and Namespaces").
 */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|clock\$|(com|lpt)[0-9¹²³])\s*(\.|$)/i

/**
 * A harmless name for a file that somebody else named: one base name, the same on every system (THREATS G5). Folders of any
 * system's way to write them, drives, streams, what turns text around, what cannot be seen and what Windows drops or takes for
 * a device are gone; an ending that says what the file is stays.
 */
export function harmlessName(offered: string): string {
  const visible = offered
    .slice(0, 65_536)
    .normalize('NFC')
    // Controls, formats (right-to-left override, zero width), lone surrogates, private use, line separators.
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, '')
    // Other spaces than the one, and characters that look like the ones that mean something.
    .replaceAll(/\p{Zs}/gu, ' ')
    .replaceAll(/[∕⁄／⧸╱]/g, '/')
    .replaceAll(/[＼⧵∖]/g, '\\')
    .replaceAll(/[：꞉]/g, ':')
  // "x.txt:stream" is x.txt with something hidden in it; "C:x" is x, wherever that drive stands.
  const withoutDrive = visible.replace(/^[a-z]:/i, '')
  const base = withoutDrive.split(/[\\/]/).findLast((part) => trimmed(part) !== '') ?? ''
  const stream = base.replace(/^[a-z]:/i, '').split(':')[0] ?? ''
  const plain = trimmed(stream.replaceAll(/[<>"|?*]/g, '_'))
  const name = shortened(plain === '' ? NAMELESS : plain)
  return DEVICE.test(name) ? `_${name}` : name
}

/** Windows drops dots and spaces at the end; a dot at the beginning hides a file, and "-" makes an option of it. */
function trimmed(name: string): string {
  return name.replace(/[. ]+$/, '').replace(/^[. -]+/, '')
}

function shortened(name: string): string {
  if (bytesOf(name) <= NAME_BYTES) return name
  const dot = name.lastIndexOf('.')
  const ending = dot > 0 && bytesOf(name.slice(dot)) <= 20 ? name.slice(dot) : ''
  let start = ''
  for (const character of name) {
    if (bytesOf(start + character + ending) > NAME_BYTES) break
    start += character
  }
  return trimmed(start) + ending
}

const bytesOf = (text: string): number => Buffer.byteLength(text)

/** The same name with a number, for a folder that has one of that name: "letter (2).pdf". */
export function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? `${name.slice(0, dot)} (${number})${name.slice(dot)}` : `${name} (${number})`
}

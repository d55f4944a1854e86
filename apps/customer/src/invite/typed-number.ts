import { NUMBER_DIGITS, formatSessionNumber } from '@deskside/protocol'

/**
 * Groups a number in threes while it is typed. The caret stays behind the same digit; text that is no number (letters, too
 * many digits) is left as it is, so that nothing typed is lost and the reading can say what is wrong.
 */
function groupTyped(text: string, caret: number): { readonly text: string; readonly caret: number } {
  const digits = text.replace(/[\s.-]/g, '')
  if (!/^\d*$/.test(digits) || digits.length > NUMBER_DIGITS) return { text, caret }
  const before = text.slice(0, caret).replace(/\D/g, '').length
  const grouped = formatSessionNumber(digits)
  // Behind the same digit: one place further for every gap before it.
  return { text: grouped, caret: before + Math.max(0, Math.floor((before - 1) / 3)) }
}

/** Puts the grouped text into the field and its caret where it belongs. */
export function typeNumber(field: HTMLInputElement, set: (text: string) => void): void {
  const { text, caret } = groupTyped(field.value, field.selectionStart ?? field.value.length)
  set(text)
  requestAnimationFrame(() => {
    if (document.activeElement === field) field.setSelectionRange(caret, caret)
  })
}

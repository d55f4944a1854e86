/** Digits of a support session number. */
export const NUMBER_DIGITS = 9
/** How long an unused number works, in milliseconds. */
export const NUMBER_LIFE_MS = 15 * 60_000
/** How long a link works, in milliseconds. */
export const LINK_LIFE_MS = 24 * 3_600_000

/** `123456789` as people read it out: `123 456 789`. */
export function formatSessionNumber(digits: string): string {
  return digits.replace(/(\d{3})(?=\d)/g, '$1 ')
}

export type NumberReading =
  | { readonly ok: true; readonly digits: string }
  | { readonly ok: false; readonly message: string }

/**
 * Reads a number as people type it: spaces, dashes and dots are let pass, digits of any script are taken as digits.
 * @returns the nine digits, or a sentence that says what is wrong with the text.
 */
export function readSessionNumber(text: string): NumberReading {
  const digits = text.normalize('NFKC').replace(/[\s.\-\u2010-\u2015]/g, '')
  if (digits === '') return { ok: false, message: 'Enter the number that your representative told you.' }
  if (!/^\d+$/.test(digits))
    return { ok: false, message: 'A session number has digits only. Check it and type it again.' }
  if (digits.length !== NUMBER_DIGITS) {
    return {
      ok: false,
      message: `A session number has ${NUMBER_DIGITS} digits; you typed ${digits.length}. Check it and type it again.`,
    }
  }
  return { ok: true, digits }
}

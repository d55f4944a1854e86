import { takesKeys } from '../platform/shortcuts.ts'

/** Keys that answer the first offer, together with Alt. */
const OFFER_KEYS = { a: 'accept', d: 'decline' } as const
export type OfferAnswer = (typeof OFFER_KEYS)[keyof typeof OFFER_KEYS]

/** What sends its keys to another computer. */
const FOR_ANOTHER = '[role="application"], [data-remote-keyboard]'

type Press = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'repeat' | 'target'>

/**
 * What a key press answers, or nothing. A press for another computer never answers; one in a text field does only where it
 * writes nothing: with Option a Mac writes "å".
 */
export function answerOf(press: Press): OfferAnswer | undefined {
  if (!press.altKey || press.ctrlKey || press.metaKey || press.shiftKey || press.repeat) return undefined
  const { target } = press
  if (target instanceof HTMLElement && target.closest(FOR_ANOTHER)) return undefined
  const plain = /^[a-z]$/i.test(press.key)
  if (!plain && takesKeys(target)) return undefined
  const letter = plain ? press.key.toLowerCase() : press.code.replace(/^Key/, '').toLowerCase()
  return letter === 'a' || letter === 'd' ? OFFER_KEYS[letter] : undefined
}

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** 192 bits, as 32 characters of base64url. */
const KEY_BYTES = 24

const digest = (key: string): Buffer => createHash('sha256').update(key).digest()
const isKey = (kept: Buffer | undefined, key: string): boolean =>
  kept !== undefined && timingSafeEqual(kept, digest(key))

/**
 * Who may speak as the person at this computer. A one-time key leads in and is swapped for the key that one page holds
 * while it is open; whoever swaps next takes that page's place. Only digests are kept.
 */
export class PanelKeys {
  #invitation: Buffer | undefined
  #held: Buffer | undefined

  /** A new one-time key; the one before it leads nowhere any more. */
  invite(): string {
    const key = randomBytes(KEY_BYTES).toString('base64url')
    this.#invitation = digest(key)
    return key
  }

  /** Swaps a one-time key, or the key of the page that is loaded again, for a new one. @returns undefined for any other. */
  swap(key: string): string | undefined {
    if (isKey(this.#invitation, key)) this.#invitation = undefined
    else if (!isKey(this.#held, key)) return undefined
    const next = randomBytes(KEY_BYTES).toString('base64url')
    this.#held = digest(next)
    return next
  }

  /** Whether this is the key of the page that has the say. */
  holds(key: string): boolean {
    return isKey(this.#held, key)
  }
}

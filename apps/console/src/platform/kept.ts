/**
 * Small things kept in this browser: what was read, how the page is set up, text that is not sent yet. Never a secret.
 * A browser that forbids storage, or has no room left, keeps nothing; the page goes on.
 */
export function readKept(key: string): unknown {
  try {
    const text = localStorage.getItem(`deskside.${key}`)
    return text === null ? null : JSON.parse(text)
  } catch (error) {
    console.warn('Kept things cannot be read in this browser', error)
    return null
  }
}

/** Keeps a value; null forgets it. */
export function keep(key: string, value: unknown): void {
  try {
    if (value === null) localStorage.removeItem(`deskside.${key}`)
    else localStorage.setItem(`deskside.${key}`, JSON.stringify(value))
  } catch (error) {
    console.warn('Nothing can be kept in this browser', error)
  }
}

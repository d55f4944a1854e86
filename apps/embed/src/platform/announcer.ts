/** Milliseconds between two sentences at least: whoever hears the page reads something else meanwhile. */
const APART_MS = 15_000

/** Words for a live region, not sooner than 15 s after the last ones; in between only the newest count. */
export class Announcer {
  readonly #region: HTMLElement
  #lastAt = -Infinity
  #said = ''
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(region: HTMLElement) {
    this.#region = region
  }

  /** @param urgent is told at once. */
  say(words: string, urgent = false): void {
    clearTimeout(this.#timer)
    if (words === this.#said) return
    const wait = urgent ? 0 : Math.max(0, this.#lastAt + APART_MS - Date.now())
    this.#timer = setTimeout(() => {
      this.#lastAt = Date.now()
      this.#said = words
      this.#region.textContent = words
    }, wait)
  }
}

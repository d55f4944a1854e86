/** How long a question must have been in sight before it can be allowed, in milliseconds (THREATS C5). */
export const ARMING_MS = 1_500

/**
 * Keeps since when the question in sight has been there. Only one is in sight at a time: who comes after it begins anew,
 * and so does one that comes back.
 */
export class Arming {
  readonly #now: () => number
  #inSight: { readonly questionId: string; readonly since: number } | undefined

  /** @param now milliseconds of a clock that nobody can set. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Says which question is in sight from now on; the same one as before changes nothing. */
  shows(questionId: string | undefined): void {
    if (questionId === this.#inSight?.questionId) return
    this.#inSight = questionId === undefined ? undefined : { questionId, since: this.#now() }
  }

  isArmed(questionId: string): boolean {
    return this.#inSight?.questionId === questionId && this.#now() - this.#inSight.since >= ARMING_MS
  }
}

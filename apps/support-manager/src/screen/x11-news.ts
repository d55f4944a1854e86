/** Tells once that something changed, then not again until it is armed anew; and once that the target is no more. */
export class News {
  #changed: (() => void)[] = []
  #gone: (() => void)[] = []
  #told = false
  #isGone = false

  onChange(listener: () => void): void {
    this.#changed.push(listener)
  }

  onGone(listener: () => void): void {
    this.#gone.push(listener)
  }

  rearm(): void {
    this.#told = false
  }

  tell(): void {
    if (this.#told) return
    this.#told = true
    for (const listener of this.#changed) listener()
  }

  tellGone(): void {
    if (this.#isGone) return
    this.#isGone = true
    for (const listener of this.#gone) listener()
  }
}

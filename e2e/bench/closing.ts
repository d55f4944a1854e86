interface Closable {
  close(): Promise<unknown>
}

/** What a benchmark opened and closes again, last first, also when it fails or is told to stop half-way. */
export class Closing {
  readonly #open: Closable[] = []

  constructor() {
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)
      process.once(signal, () => void this.all().finally(() => process.exit(code)))
  }

  add<T extends Closable>(thing: T): T {
    this.#open.push(thing)
    return thing
  }

  async all(): Promise<void> {
    for (let thing = this.#open.pop(); thing; thing = this.#open.pop()) await thing.close()
  }
}

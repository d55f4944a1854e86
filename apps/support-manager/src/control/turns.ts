/** Lets jobs have their turn one after the other, in the order in which they came. */
export class Turns {
  #tail: Promise<void> = Promise.resolve()
  #waiting = 0
  #era = 0

  /**
   * Runs a job at once where nothing is before it, else after that. `stands` answers whether it was called off meanwhile: ask
   * after every wait. Rejects with what the job rejects with; the jobs after it run all the same.
   */
  run(job: (stands: () => boolean) => Promise<void> | void): Promise<void> {
    const era = this.#era
    const stands = (): boolean => era === this.#era
    const start = (): Promise<void> | void => (stands() ? job(stands) : undefined)
    const done = this.#waiting === 0 ? startNow(start) : this.#tail.then(start)
    if (done === undefined) return Promise.resolve()
    this.#waiting += 1
    const after = (): void => void (this.#waiting -= 1)
    this.#tail = done.then(after, after)
    return done
  }

  /** Calls off what waits and what is under way. */
  callOff(): void {
    this.#era += 1
  }
}

function startNow(start: () => Promise<void> | void): Promise<void> | undefined {
  try {
    return start() ?? undefined
  } catch (error) {
    return Promise.reject(error instanceof Error ? error : new Error(String(error)))
  }
}

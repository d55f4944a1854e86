/** What passed and failed over all tools that a run starts. */
export class Tally {
  passed = 0
  failed = 0

  /** Runs one check, prints one line, and counts it. */
  async check(name: string, work: () => Promise<string | undefined>): Promise<void> {
    const started = Date.now()
    const trouble = await work().catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    if (trouble === undefined) this.passed += 1
    else this.failed += 1
    process.stdout.write(
      `${trouble === undefined ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
    )
    if (trouble !== undefined) process.stdout.write(`${trouble.trimEnd()}\n`)
  }

  add(counts: { readonly passed: number; readonly failed: number }): void {
    this.passed += counts.passed
    this.failed += counts.failed
  }

  /** Prints the closing line and ends the process: a run in which nothing passed is no success. */
  close(): never {
    process.stdout.write(`${this.passed} passed, ${this.failed} failed\n`)
    process.exit(this.failed > 0 || this.passed === 0 ? 1 : 0)
  }
}

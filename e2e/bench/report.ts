import { availableParallelism, loadavg } from 'node:os'

/** One measured number, and what it is held against. */
export interface Figure {
  readonly metric: string
  readonly value: number
  readonly unit: string
  /** Where the value is a ratio: to what. */
  readonly against?: string
  readonly target?: { readonly atMost: number } | { readonly atLeast: number }
}

const quick = process.argv.includes('--quick')
/** The full number, or with `--quick` a tenth of it: to see that a benchmark runs, not to learn how fast anything is. */
export const count = (full: number): number => (quick ? Math.max(2, Math.round(full / 10)) : full)

/** What a benchmark found, said as a table or, with `--json`, as one object a line. Notes of how it goes are for standard error. */
export class Report {
  readonly #bench: string
  readonly #title: string
  readonly #json = process.argv.includes('--json')
  readonly #figures: Figure[] = []
  readonly #loadBefore = load()

  constructor(bench: string, title: string) {
    this.#bench = bench
    this.#title = title
  }

  note(text: string): void {
    process.stderr.write(`${this.#bench}: ${text}\n`)
  }

  add(...figures: Figure[]): void {
    this.#figures.push(...figures)
  }

  print(): void {
    const surroundings: Figure[] = [
      { metric: 'cores', value: availableParallelism(), unit: '' },
      { metric: 'load average before', value: this.#loadBefore, unit: '' },
      { metric: 'load average after', value: load(), unit: '' },
    ]
    const all = [...this.#figures, ...surroundings]
    process.stdout.write(this.#json ? all.map((figure) => this.#line(figure)).join('') : this.#table(all))
  }

  #line({ metric, value, unit, against, target }: Figure): string {
    const judged = target ? { target, met: isMet({ value, target }) } : {}
    return `${JSON.stringify({ bench: this.#bench, metric, value: rounded(value), unit, against, ...judged })}\n`
  }

  #table(figures: readonly Figure[]): string {
    const rows = figures.map(({ metric, value, unit, against, target }) => [
      metric,
      String(rounded(value)),
      unit,
      against ? `against ${against}` : '',
      target ? `target ${wordsOf(target)}: ${isMet({ value, target }) ? 'met' : 'NOT MET'}` : '',
    ])
    const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
    const lines = rows.map(([metric = '', value = '', unit = '', ...rest]) =>
      [metric.padEnd(widths[0] ?? 0), value.padStart(widths[1] ?? 0), unit.padEnd(widths[2] ?? 0), ...rest]
        .filter((cell) => cell !== '')
        .join('  ')
        .trimEnd(),
    )
    const warning = quick ? '  (quick: too few trials to mean anything)\n' : ''
    return `\n${this.#bench}: ${this.#title}\n${warning}${lines.map((line) => `  ${line}\n`).join('')}`
  }
}

const load = (): number => loadavg()[0] ?? 0

function isMet({ value, target }: Required<Pick<Figure, 'value' | 'target'>>): boolean {
  return 'atMost' in target ? value <= target.atMost : value >= target.atLeast
}

const wordsOf = (target: NonNullable<Figure['target']>): string =>
  'atMost' in target ? `at most ${target.atMost}` : `at least ${target.atLeast}`

/** Three significant digits at least: more would be noise. */
function rounded(value: number): number {
  if (Math.abs(value) >= 1000) return Math.round(value)
  return Number(value.toPrecision(3))
}

/** The value that a share of all values does not exceed (nearest rank), for instance 0.95. */
export function percentile(values: readonly number[], share: number): number {
  if (values.length === 0) return Number.NaN
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

import { stringify } from 'csv-stringify/sync'

export type CsvValue = string | number | null

/** Seconds as a spreadsheet reckons with them, and parts as percent, to a tenth. */
export const seconds = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10)
export const percent = (part: number | null): number | null => (part === null ? null : Math.round(part * 1_000) / 10)

/**
 * A table as RFC 4180 has it. With a byte order mark: without one the most used spreadsheet reads names as something else than
 * UTF-8, and the others do not mind it. What would begin a formula is marked as text (THREATS A14).
 */
export function csvOf(heads: readonly string[], rows: readonly (readonly CsvValue[])[]): string {
  return stringify([heads, ...rows] as CsvValue[][], { bom: true, escape_formulas: true, record_delimiter: '\r\n' })
}

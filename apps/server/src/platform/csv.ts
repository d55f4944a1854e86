/** RFC 4180 with the mark by which spreadsheets know UTF-8. */
export const CSV_TYPE = 'text/csv; charset=utf-8'

type Cell = string | number | null

/** Lines of a table for spreadsheets. Whatever people typed stays text there and is never a formula (THREATS A14). */
export function csvOf(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [head, ...rows].map((cells) => cells.map(cellOf).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function cellOf(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  // What a spreadsheet takes for a formula begins with one of these, after space of any kind, too (OWASP, CSV injection).
  const text = /^[\s\p{Cf}]*[=+\-@\t\r\n|%＝＋－＠]/u.test(cell) ? `'${cell}` : cell
  return `"${text.replaceAll('"', '""')}"`
}

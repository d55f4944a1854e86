/** A date as a date field has it: "2026-11-24". */
export function dayOf(at: number): string {
  const date = new Date(at)
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** From the beginning of one day to the end of another, by this computer's calendar; an empty day leaves that end open. */
export function spanOf(first: string, last: string): { readonly from?: number; readonly to?: number } {
  const from = beginningOf(first, 0)
  const to = beginningOf(last, 1)
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
}

function beginningOf(day: string, daysLater: number): number | undefined {
  const date = new Date(`${day}T00:00:00`)
  if (day === '' || Number.isNaN(date.getTime())) return undefined
  date.setDate(date.getDate() + daysLater)
  return Math.max(0, date.getTime())
}

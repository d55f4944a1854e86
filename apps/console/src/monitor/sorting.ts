export type SortValue = number | string | null

export interface Sorting<K extends string> {
  readonly by: K
  readonly descending: boolean
}

/** Rows in the order of a value; those without one last, whichever way, and equals as they were. */
export function sortRows<T>(rows: readonly T[], valueOf: (row: T) => SortValue, descending: boolean): readonly T[] {
  const way = descending ? -1 : 1
  return rows.toSorted((a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)]
    if (x === null || y === null) return Number(x === null) - Number(y === null)
    if (typeof x === 'string' || typeof y === 'string') return way * String(x).localeCompare(String(y))
    return way * (x - y)
  })
}

/** A click on a heading: the other way round where it is sorted by that, else its own way first. */
export function turnSorting<K extends string>(now: Sorting<K>, by: K, descendingFirst: boolean): Sorting<K> {
  return now.by === by ? { by, descending: !now.descending } : { by, descending: descendingFirst }
}

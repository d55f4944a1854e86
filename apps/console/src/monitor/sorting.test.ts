import { expect, test } from 'vitest'
import { sortRows, turnSorting } from './sorting.ts'

const rows = [{ n: 2 }, { n: null }, { n: 10 }, { n: 1 }]

test('[monitor R8] rows sort by numbers and by words; those without a value are last either way', () => {
  expect(sortRows(rows, ({ n }) => n, false).map(({ n }) => n)).toEqual([1, 2, 10, null])
  expect(sortRows(rows, ({ n }) => n, true).map(({ n }) => n)).toEqual([10, 2, 1, null])
  expect(sortRows(['b', 'Ä', 'a', 'c'], (word) => word, false)).toEqual(['a', 'Ä', 'b', 'c'])
})

test('[monitor R8] a second click on a heading turns the order round', () => {
  const first = turnSorting({ by: 'name', descending: false }, 'waiting', true)
  expect(first).toEqual({ by: 'waiting', descending: true })
  expect(turnSorting(first, 'waiting', true)).toEqual({ by: 'waiting', descending: false })
})

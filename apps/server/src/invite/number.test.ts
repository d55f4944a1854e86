import { beforeAll, expect, test } from 'vitest'
import { drawSessionNumber } from './number.ts'

const DRAWS = 1_000_000
let numbers: Int32Array
beforeAll(() => {
  numbers = Int32Array.from({ length: DRAWS }, () => Number(drawSessionNumber()))
})

/** Pearson's statistic of counts that should all be the same. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b) / counts.length
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
}
/** Uniform draws stay below this but for one run in a billion: six standard deviations of the statistic, and its skew. */
const most = (kinds: number): number => kinds - 1 + 6.5 * Math.sqrt(2 * (kinds - 1)) + 20
function tally(kinds: number, kindOf: (number: number, index: number) => number): number[] {
  const counts = Array.from({ length: kinds }, () => 0)
  numbers.forEach((number, index) => (counts[kindOf(number, index)] = (counts[kindOf(number, index)] ?? 0) + 1))
  return counts
}

test('[invite R1] D6: a million numbers have nine digits each, the first 1 to 9, and every digit everywhere alike', () => {
  expect(numbers.every((number) => number >= 100_000_000 && number <= 999_999_999)).toBe(true)
  expect(chiSquare(tally(9, (number) => Math.floor(number / 100_000_000) - 1))).toBeLessThan(most(9))
  for (let place = 0; place < 8; place += 1)
    expect(chiSquare(tally(10, (number) => Math.floor(number / 10 ** place) % 10))).toBeLessThan(most(10))
  expect(chiSquare(tally(900, (number) => Math.floor(number / 1_000_000) - 100))).toBeLessThan(most(900))
})

test('[invite R1] D6: a number says nothing of the next one', () => {
  const decile = (number: number): number => Math.floor((number - 100_000_000) / 90_000_000)
  const pairs = tally(100, (number, index) => decile(number) * 10 + decile(numbers[(index + 1) % DRAWS] ?? 0))
  expect(chiSquare(pairs)).toBeLessThan(most(100))
  let [rises, near] = [0, 0]
  for (let index = 1; index < DRAWS; index += 1) {
    const step = (numbers[index] ?? 0) - (numbers[index - 1] ?? 0)
    if (step > 0) rises += 1
    if (Math.abs(step) <= 1_000) near += 1
  }
  // Half of them rise (standard deviation 289), and two in a million come within a thousand of each other.
  expect(Math.abs(rises - DRAWS / 2)).toBeLessThan(2_000)
  expect(near).toBeLessThan(25)
})

test('[invite R1] D6: a million draws repeat themselves as often as chance has it', () => {
  // The birthday paradox: 555 pairs alike are expected, give or take 24.
  const repeats = DRAWS - new Set(numbers).size
  expect(Math.abs(repeats - 555)).toBeLessThan(170)
})

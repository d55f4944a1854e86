import { expect, test } from 'vitest'
import { stripsOf } from './encode-strips.ts'

/** One number for each row of a part of three columns: a letter is a row of several numbers. */
function strips(rows: string) {
  const numbers = Uint8Array.from(
    [...rows].flatMap((row) => (row === 'x' ? [0, 1, 0] : [Number(row), Number(row), Number(row)])),
  )
  return stripsOf(numbers, { x: 0, y: 0, width: 3, height: rows.length })?.map(({ top, height, is }) => [
    top,
    height,
    is,
  ])
}

test('[screen R14] lines of text begin with their letters, and every row of a part is in a strip', () => {
  const line = 'xxxxxxxxxx000'
  expect(strips(`000${line}${line}xxxxxxxxxx`)).toEqual([
    [0, 3, 'plain'],
    [3, 13, 'text'],
    [16, 13, 'text'],
    [29, 10, 'text'],
  ])
  expect(strips(`${line}11111${line}`)).toEqual([
    [0, 13, 'text'],
    [13, 5, 'plain'],
    [18, 13, 'text'],
  ])
  expect(strips(`xxxxxxxx${'0'.repeat(60)}${'x'.repeat(60)}`)).toEqual([
    [0, 8, 'text'],
    [8, 60, 'plain'],
    [68, 60, 'other'],
  ])
})

test('[screen R14] plain rows of several colours are a strip for each colour', () => {
  expect(strips(`0000000011111111${'x'.repeat(20)}2222222233333333`)).toEqual([
    [0, 8, 'plain'],
    [8, 8, 'plain'],
    [16, 28, 'text'],
    [44, 8, 'plain'],
  ])
  expect(strips(`0123456789${'x'.repeat(20)}`)).toBeUndefined()
})

test('[screen R14] what has no lines, or nothing but lines, is no text', () => {
  expect(strips('x'.repeat(60))).toBeUndefined()
  expect(strips('x0'.repeat(30))).toBeUndefined()
})

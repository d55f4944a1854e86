import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

const lineOf = (...cells: (string | number | null)[]): string => csvOf(['Head'], [cells]).split('\r\n')[1] ?? ''

test('A14: whatever a spreadsheet would take for a formula is text', () => {
  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =1', '\n=1', '\u00a0=1', '\u200b=1', '＝1'])
    expect(lineOf(formula)).toMatch(/^"'/)
  expect(lineOf('=HYPERLINK("http://a.example";"x")')).toBe(`"'=HYPERLINK(""http://a.example"";""x"")"`)
})

test('quotes, commas and line ends stay in their cell; numbers are numbers, and nothing is nothing', () => {
  expect(
    csvOf(
      ['A', 'B'],
      [
        ['a "b", c\r\nd', -5],
        ['é', null],
      ],
    ),
  ).toBe('\uFEFF"A","B"\r\n"a ""b"", c\r\nd",-5\r\n"é",\r\n')
})

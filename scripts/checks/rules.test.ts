import { expect, test } from 'vitest'
import { checkAdrs, checkRules, checkSizes, checkSource, checkThreats } from './rules.ts'

const spec = { path: 'packages/protocol/src/chat/SPEC.md', text: '- **R1** One.\n- **R2** Two.\n' }
const testFile = (title: string) => ({
  path: 'packages/protocol/src/chat/state.test.ts',
  text: `test('${title}', () => {})`,
})

test('a rule without a test and a citation without a rule are found', () => {
  expect(checkRules([spec, testFile('[chat R1] holds')])).toEqual(['no test cites [chat R2]'])
  expect(checkRules([spec, testFile('[chat R1, R2] holds')])).toEqual([])
  expect(checkRules([spec, testFile('[chat R1, R2, R9] holds')])).toEqual([
    'a test cites [chat R9], which no SPEC.md has',
  ])
  expect(checkRules([spec, testFile('[chat R1, R2, wire R4] holds')])[0]).toMatch(/citation of its own/)
})

test('a threat without a test is found, and an id inside another is not taken for it', () => {
  const page = { path: 'docs/threats.md', text: '| B1 | foreign origin |\n' }
  expect(checkThreats([page, testFile('B11: bomb')])).toEqual(['no test carries B1:'])
  expect(checkThreats([page, testFile('B1: foreign origin')])).toEqual([])
  expect(checkThreats([testFile('B1: foreign origin')])).toEqual(['docs/threats.md lists no cases'])
})

test('a file of more than 500 lines and a gap between ADRs are found', () => {
  expect(checkSizes([{ path: 'a.ts', text: 'x\n'.repeat(501) }])).toHaveLength(1)
  expect(checkSizes([{ path: 'a.ts', text: 'x\n'.repeat(500) }])).toEqual([])
  expect(checkAdrs(['docs/adr/0001-a.md', 'docs/adr/0003-b.md'])).toEqual(['ADR 0003 should be 0002'])
})

test('A10: no shell and no SQL made of strings gets past the check', () => {
  const found = (text: string, path = 'apps/server/src/x/store.ts') => checkSource([{ path, text }])
  expect(found("exec('ls ' + name)")).toHaveLength(1)
  expect(found('spawn(program, { shell: true })')).toHaveLength(1)
  expect(found('sql.raw(text)')).toHaveLength(1)
  expect(found('sql`select ${id}`')).toEqual([])
  expect(found('const a = process.env.HOME')).toHaveLength(1)
  expect(found('await page.waitForTimeout(5)', 'e2e/a.e2e.ts')).toHaveLength(1)
})

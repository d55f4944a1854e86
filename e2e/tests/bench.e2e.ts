import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'

const BENCH = join(dirname(fileURLToPath(import.meta.url)), '../bench')

function run(name: string, ...flags: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(BENCH, `${name}.bench.ts`), ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.on('data', (text: Buffer) => (output += text.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve({ code, output }))
  })
}

// That it runs to its end and says what it promises. How fast anything is, is not a matter of tests.
test('a benchmark prints one figure a line for programs, with its target where it has one', async () => {
  const { code, output } = await run('signal', '--quick', '--json')
  expect(code).toBe(0)
  const figures = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  for (const figure of figures)
    expect(figure).toMatchObject({
      bench: 'signal',
      metric: expect.any(String),
      value: expect.any(Number),
      unit: expect.any(String),
    })
  expect(figures.filter((figure) => 'target' in figure).map((figure) => typeof figure['met'])).toEqual([
    'boolean',
    'boolean',
  ])
  expect(figures.map((figure) => figure['metric'])).toContain('load average before')
})

import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, run } from './run.ts'
import type { Tally } from './tally.ts'

/** Runs the end-to-end tests and counts them. */
export async function runPlaywright(tally: Tally): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-report-'))
  const report = join(folder, 'report.json')
  const cli = join(ROOT, 'node_modules/@playwright/test/cli.js')
  const { code } = await run(
    [process.execPath, cli, 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
    { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } },
  )
  const stats = existsSync(report)
    ? (JSON.parse(readFileSync(report, 'utf8')) as { stats: { expected: number; unexpected: number; flaky: number } })
        .stats
    : undefined
  rmSync(folder, { recursive: true })
  const failed = (stats?.unexpected ?? 0) + (stats?.flaky ?? 0)
  tally.add({ passed: stats?.expected ?? 0, failed: failed === 0 && code !== 0 ? 1 : failed })
}

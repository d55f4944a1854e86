import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkStructure } from './checks/structure.ts'
import { run } from './run.ts'
import type { Tally } from './tally.ts'

const WORKSPACES = [
  'packages/protocol',
  'packages/realtime',
  'packages/ui',
  'apps/server',
  'apps/console',
  'apps/customer',
  'apps/embed',
  'apps/support-manager',
  'e2e',
  'scripts',
]
const bin = (path: string): string => join('node_modules', path)

/** Everything that needs no built page and no browser. */
export async function runChecks(tally: Tally): Promise<void> {
  await tally.check('format', () => tool([bin('.bin/oxfmt'), '--check', '.']))
  await tally.check('lint', () => tool([bin('.bin/oxlint'), '--deny-warnings', '.']))
  // Two at a time: each of them is quick, and small machines have two cores.
  for (let at = 0; at < WORKSPACES.length; at += 2) {
    await Promise.all(
      WORKSPACES.slice(at, at + 2).map((workspace) =>
        tally.check(`types ${workspace}`, () =>
          tool([process.execPath, bin('typescript-native/bin/tsc'), '-p', workspace]),
        ),
      ),
    )
  }
  await tally.check('imports', checkImports)
  await tally.check('nothing unused', () => tool([process.execPath, bin('knip/bin/knip.js'), '--no-progress']))
  for (const [name, check] of Object.entries(checkStructure)) await tally.check(name, check)
  await runVitest(tally, 'unit')
}

async function tool(command: readonly string[]): Promise<string | undefined> {
  const { code, output } = await run(command, { quiet: true })
  return code === 0 ? undefined : output
}

/** The import rules; a run that looked at next to nothing is a failure, not a pass. */
async function checkImports(): Promise<string | undefined> {
  const { code, output } = await run(
    [
      process.execPath,
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'err-long',
      'packages',
      'apps',
      'e2e',
    ],
    { quiet: true },
  )
  const cruised = Number(/(\d+) modules, \d+ dependencies cruised/.exec(output)?.[1] ?? 0)
  const { output: tracked } = await run(
    ['git', 'ls-files', '--', 'packages/*.ts', 'packages/*.tsx', 'apps/*.ts', 'apps/*.tsx'],
    { quiet: true },
  )
  const sources = tracked.split('\n').filter((file) => file !== '' && !file.endsWith('.d.ts')).length
  if (cruised < sources) return `${output}\nOnly ${cruised} of ${sources} source files were looked at.`
  return code === 0 ? undefined : output
}

/** Runs one of vitest's projects and counts its tests. */
export async function runVitest(tally: Tally, project: 'unit' | 'integration'): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'deskside-report-'))
  const report = join(folder, 'report.json')
  const { code } = await run([
    process.execPath,
    bin('vitest/vitest.mjs'),
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const { numPassedTests: passed = 0, numFailedTests: failed = 0 } = readReport(report)
  rmSync(folder, { recursive: true })
  // A file that cannot even be loaded has no failed tests of its own.
  tally.add({ passed, failed: failed === 0 && code !== 0 ? 1 : failed })
}

function readReport(path: string): { numPassedTests?: number; numFailedTests?: number } {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as { numPassedTests?: number; numFailedTests?: number }
  } catch (error) {
    process.stdout.write(`vitest left no report: ${String(error)}\n`)
    return {}
  }
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from '../run.ts'
import { checkAdrs, checkRules, checkSizes, checkSource, checkThreats } from './rules.ts'
import type { Source } from './rules.ts'
import { errorsPage } from './errors-page.ts'

/** All files that git knows or would take, with their text. */
async function sources(): Promise<Source[]> {
  const { output } = await run(['git', 'ls-files', '-co', '--exclude-standard'], { quiet: true })
  const paths = output.split('\n').filter((path) => /\.(tsx?|mjs|css|md)$/.test(path))
  return paths.flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(ROOT, path), 'utf8') }]
    } catch (error) {
      // Deleted and not yet committed.
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    }
  })
}

const report = (problems: readonly string[]): string | undefined =>
  problems.length === 0 ? undefined : problems.map((problem) => `  ${problem}`).join('\n')

/** Checks of the tree's shape, by name; each answers what is wrong, or nothing. */
export const checkStructure: Readonly<Record<string, () => Promise<string | undefined>>> = {
  'file sizes': async () => report(checkSizes(await sources())),
  'SPEC rules have tests': async () => report(checkRules(await sources())),
  'threats have tests': async () => report(checkThreats(await sources())),
  'ADRs are numbered': async () => report(checkAdrs((await sources()).map(({ path }) => path))),
  'forbidden in source': async () => report(checkSource(await sources())),
  'docs/errors.md': async () => {
    const page = readFileSync(join(ROOT, 'docs/errors.md'), 'utf8')
    return page === errorsPage()
      ? undefined
      : 'docs/errors.md and the catalogue differ. Run: node scripts/checks/write-errors-page.ts'
  },
}

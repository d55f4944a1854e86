import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../run.ts'

/** Kilobytes, pressed, until somebody can use a page: everything that its index.html names. */
const MOST_KB = { customer: 120, console: 350 } as const

/** @returns what is too heavy, in words; nothing when all is well. Needs built pages. */
export async function checkPageWeight(): Promise<string | undefined> {
  const problems = Object.entries(MOST_KB).flatMap(([page, most]) => {
    const kb = weightOf(join(ROOT, 'apps', page, 'dist'), page) / 1000
    return kb <= most ? [] : [`the ${page} page weighs ${kb.toFixed(0)} kB until it can be used; ${most} are the most`]
  })
  return problems.length === 0 ? undefined : problems.join('\n')
}

function weightOf(dist: string, page: string): number {
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  const names = [...html.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1] ?? '')
  if (names.length === 0) throw new Error(`The ${page} page names no files: there is nothing to weigh.`)
  return names.reduce((sum, name) => {
    const file = join(dist, name.replace(`/assets/${page}/`, ''))
    return sum + statSync(existsSync(`${file}.gz`) ? `${file}.gz` : file).size
  }, 0)
}

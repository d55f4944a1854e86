import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../run.ts'

/** Kilobytes, pressed, until somebody can use a page: everything that its index.html names. */
const MOST_KB = { customer: 120, console: 350 } as const

/** The script on other people's pages, all that comes before a session: loader, button, panel and every language. */
const EMBED_MOST_KB = 30
/** The chunk that comes when somebody helps. */
const SESSION = /^open-session-/
const SESSION_MOST_KB = 60

/** @returns what is too heavy, in words; nothing when all is well. Needs built pages. */
export async function checkPageWeight(): Promise<string | undefined> {
  const problems = Object.entries(MOST_KB).flatMap(([page, most]) => {
    const kb = weightOf(join(ROOT, 'apps', page, 'dist'), page) / 1000
    return kb <= most ? [] : [`the ${page} page weighs ${kb.toFixed(0)} kB until it can be used; ${most} are the most`]
  })
  const embed = embedWeight(join(ROOT, 'apps', 'embed', 'dist')) / 1000
  if (embed > EMBED_MOST_KB)
    problems.push(`the embed weighs ${embed.toFixed(0)} kB before a session; ${EMBED_MOST_KB} are the most`)
  const session = sessionWeight(join(ROOT, 'apps', 'embed', 'dist', 'assets')) / 1000
  if (session > SESSION_MOST_KB)
    problems.push(`the embed's session weighs ${session.toFixed(0)} kB; ${SESSION_MOST_KB} are the most`)
  return problems.length === 0 ? undefined : problems.join('\n')
}

function sessionWeight(assets: string): number {
  const names = readdirSync(assets).filter((name) => SESSION.test(name) && name.endsWith('.js.gz'))
  if (names.length !== 1) throw new Error('The embed has no session, or several: there is nothing to weigh.')
  return names.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0)
}

/** Of the loader and every chunk that it leads to, but not through the session's. */
function embedWeight(dist: string): number {
  const chunks = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js') && !SESSION.test(name))
  const seen = new Set<string>(['embed.js'])
  // A set goes on to what is added while it is walked.
  for (const name of seen) {
    const text = readFileSync(join(dist, name), 'utf8')
    for (const chunk of chunks) if (text.includes(`/${chunk}`)) seen.add(join('assets', chunk))
  }
  if (seen.size < 3) throw new Error('The embed leads to no chunks: there is nothing to weigh.')
  return [...seen].reduce((sum, name) => sum + statSync(join(dist, `${name}.gz`)).size, 0)
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

/** A file by its path from the repository's folder, and its text. */
export interface Source {
  readonly path: string
  readonly text: string
}

const MOST_LINES = 500
const isCode = (path: string): boolean => /\.(tsx?|mjs|css)$/.test(path)
const isTest = (path: string): boolean => /\.test\.tsx?$|\.e2e\.ts$/.test(path)

/** One reason to change a file: past 500 lines it has several. */
export function checkSizes(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) => {
    const lines = text.split('\n').length - 1
    return isCode(path) && lines > MOST_LINES ? [`${path} has ${lines} lines; ${MOST_LINES} are the most`] : []
  })
}

/** Titles of all tests. */
function titles(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isTest(path))
    .flatMap(({ text }) =>
      [...text.matchAll(/\b(?:test|it)(?:\.each\([^)]*\)|\.prop\([^)]*\))?\(\s*(['"`])(.*?)\1/gs)].map(
        (match) => match[2] ?? '',
      ),
    )
}

/** Every numbered rule of a SPEC.md is cited by a test, and every citation names a rule. */
export function checkRules(sources: readonly Source[]): string[] {
  const rules = new Set<string>()
  for (const { path, text } of sources) {
    const feature = /^packages\/protocol\/src\/([^/]+)\/SPEC\.md$/.exec(path)?.[1]
    if (feature) for (const match of text.matchAll(/^- \*\*(R\d+)\*\*/gm)) rules.add(`${feature} ${match[1]}`)
  }
  const cited = new Set<string>()
  const unreadable: string[] = []
  for (const title of titles(sources)) {
    for (const [citation] of title.matchAll(/\[[a-z-]+ R\d[^\]]*\]/g)) {
      const match = /^\[([a-z-]+) (R\d+(?:, R\d+)*)\]$/.exec(citation)
      if (!match) unreadable.push(`write a citation of its own for each feature: ${citation}`)
      for (const rule of match?.[2]?.split(', ') ?? []) cited.add(`${match?.[1]} ${rule}`)
    }
  }
  return [
    ...unreadable,
    ...[...rules].filter((rule) => !cited.has(rule)).map((rule) => `no test cites [${rule}]`),
    ...[...cited].filter((rule) => !rules.has(rule)).map((rule) => `a test cites [${rule}], which no SPEC.md has`),
  ]
}

/** Every case of docs/threats.md that is marked as covered has a test that carries its id. */
export function checkThreats(sources: readonly Source[]): string[] {
  const page = sources.find(({ path }) => path === 'docs/threats.md')?.text ?? ''
  const ids = [...page.matchAll(/^\| ([A-Z]\d+) \|/gm)].map((match) => match[1] ?? '')
  if (ids.length === 0) return ['docs/threats.md lists no cases']
  const all = titles(sources)
  return ids
    .filter((id) => !all.some((title) => new RegExp(`(^|[^A-Z0-9])${id}[:,]`).test(title)))
    .map((id) => `no test carries ${id}:`)
}

/** Decisions are numbered 0001, 0002 … without gaps. */
export function checkAdrs(paths: readonly string[]): string[] {
  const numbers = paths.flatMap((path) => /^docs\/adr\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1] ?? []).sort()
  return numbers.flatMap((number, index) =>
    Number(number) === index + 1 ? [] : [`ADR ${number} should be ${String(index + 1).padStart(4, '0')}`],
  )
}

/** Things that have no place in the code, and where they do. */
const FORBIDDEN: readonly {
  readonly what: string
  readonly pattern: RegExp
  readonly where: (path: string) => boolean
}[] = [
  { what: 'a shell is started', pattern: /\bexec(Sync)?\(\s*[`'"]|shell:\s*true/, where: () => true },
  {
    what: 'SQL is put together from strings',
    pattern: /\.raw\(\s*`[^`]*\$\{|sql\.raw\(/,
    where: (path) => path.startsWith('apps/server/src'),
  },
  { what: 'a test is switched off or alone', pattern: /\b(describe|it|test)\.(only|skip|todo|fixme)\b/, where: isTest },
  { what: 'a test sleeps', pattern: /waitForTimeout|setTimeout\(\s*r(es(olve)?)?\s*,/, where: isTest },
  {
    what: 'the environment is read outside config.ts',
    pattern: /process\.env\b/,
    where: (path) =>
      /^(apps|packages)\//.test(path) && !path.endsWith('/config.ts') && !isTest(path) && !path.includes('/testing/'),
  },
  {
    what: 'HTML is set as text',
    pattern: /dangerouslySetInnerHTML|\.innerHTML\s*=/,
    where: (path) => /^(apps|packages)\//.test(path),
  },
  {
    what: 'a word that the glossary avoids',
    pattern: /\b(technician|guest)\b/i,
    where: (path) => /^(apps|packages)\//.test(path),
  },
]

export function checkSource(sources: readonly Source[]): string[] {
  return sources
    .filter(({ path }) => isCode(path) && !path.startsWith('scripts/checks/'))
    .flatMap(({ path, text }) =>
      FORBIDDEN.filter(({ pattern, where }) => where(path) && pattern.test(text)).map(({ what }) => `${path}: ${what}`),
    )
}

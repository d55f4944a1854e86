import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build, version } from 'esbuild'
import { ROOT } from '../run.ts'

const SOURCES = join(ROOT, 'apps/support-manager/src/panel')
const KEPT = join(ROOT, 'node_modules/.cache/deskside')

/**
 * The Support Manager's panel as one HTML file, script and style inside. It is bundled when its sources changed since the
 * last time, and kept below `node_modules/.cache`. The same sources give the same bytes. @throws when it cannot be bundled.
 */
export async function buildPanelPage(): Promise<string> {
  const kept = join(KEPT, `panel-${await sourcesHash()}.html`)
  if (existsSync(kept)) return readFile(kept, 'utf8')
  const page = await bundle()
  await mkdir(dirname(kept), { recursive: true })
  // Two that bundle at once write the same; neither ever reads half of it.
  const half = `${kept}.${process.pid}`
  await writeFile(half, page)
  await rename(half, kept)
  return page
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, 'panel-page/main.tsx'), join(SOURCES, 'panel-page/panel.css')],
    bundle: true,
    write: false,
    outdir: 'panel',
    minify: true,
    format: 'iife',
    target: ['es2022', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
    logLevel: 'silent',
  })
  const [script, style] = ['main.js', 'panel.css'].map((name) => outputFiles.find((file) => file.path.endsWith(name)))
  if (!script || !style) throw new Error('The panel was bundled, but its script or style is missing.')
  return htmlOf(script.text.trim(), style.text.trim())
}

function htmlOf(script: string, style: string): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<title>Support Manager</title>',
    '<link rel="icon" href="data:,">',
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    '<div id="panel"></div>',
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

/** Of all that goes into the page; the lock file stands for the packages. */
async function sourcesHash(): Promise<string> {
  const hash = createHash('sha256').update(version)
  const files = [import.meta.filename, join(ROOT, 'package-lock.json')]
  for await (const file of glob('**/*.{ts,tsx,css}', { cwd: SOURCES }))
    if (!/\.test\.tsx?$/.test(file)) files.push(join(SOURCES, file))
  for (const file of files.sort()) hash.update(file).update(await readFile(file))
  return hash.digest('hex').slice(0, 16)
}

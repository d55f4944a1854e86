import { buildSync } from 'esbuild'
import { fileURLToPath } from 'node:url'

/** Where the desk's server has the modules that `/embed.js` brings. */
export const EMBED_BASE = '/assets/embed/'

/** `/embed.js` itself: a classic script of a few hundred bytes. @param main the path of the module that it brings. */
export function loaderFor(main: string): string {
  const { outputFiles } = buildSync({
    entryPoints: [fileURLToPath(new URL('src/embed.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    minify: true,
    define: { MAIN: JSON.stringify(main) },
  })
  return outputFiles[0]?.text ?? ''
}

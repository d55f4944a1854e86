import { join } from 'node:path'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { ROOT } from '../run.ts'

const LOADER = join(ROOT, 'apps/support-manager/src/platform/native-addons.ts')

const BANNER = [
  "import { createRequire as $require } from 'node:module'",
  "import { pathToFileURL as $url } from 'node:url'",
  'const require = $require(process.execPath), $place = $url(process.execPath).href',
].join(';')

/**
 * Bundles the program with all that it imports into one module, for one system. The packages' own ways to find their native
 * parts are replaced by the one-file program's. @returns the module's text; the same sources give the same text.
 */
export async function bundleProgram(system: {
  readonly platform: NodeJS.Platform
  readonly arch: string
}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'apps/support-manager/src/one-file.ts')],
    bundle: true,
    write: false,
    absWorkingDir: ROOT,
    platform: 'node',
    target: 'node26',
    format: 'esm',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    // Packages ask for Node's own modules by `require`, and for their own place; a module inside a program has neither.
    banner: { js: BANNER },
    define: {
      'import.meta.url': '$place',
      'process.platform': JSON.stringify(system.platform),
      'process.arch': JSON.stringify(system.arch),
      'process.env.NODE_ENV': '"production"',
    },
    plugins: [nativeAddons],
    logLevel: 'error',
  })
  const [program] = outputFiles
  if (!program) throw new Error('The program was bundled, but nothing came out.')
  return program.text
}

const nativeAddons: Plugin = {
  name: 'native-addons',
  setup(build) {
    // koffi asks its own "static" for a binary that was built in, before it looks into folders.
    build.onResolve({ filter: /^\.\/src\/static\.c?js$/ }, ({ importer }) =>
      /[\\/]koffi[\\/]/.test(importer) ? { path: 'koffi', namespace: 'native' } : undefined,
    )
    build.onResolve({ filter: /^\.\.?\/binding(\.js)?$/ }, ({ importer }) =>
      importer.includes('@roamhq') ? { path: 'wrtc', namespace: 'native' } : undefined,
    )
    build.onLoad({ filter: /.*/, namespace: 'native' }, ({ path }) => {
      const open = `require(${JSON.stringify(LOADER)}).openAddon(${JSON.stringify(path)})`
      const contents = path === 'koffi' ? `exports.loadStatic = () => ${open}` : `module.exports = ${open}`
      return { contents, loader: 'js', resolveDir: ROOT }
    })
    // A native part that nobody thought of would be missing on every computer but this one.
    build.onResolve({ filter: /\.node$/ }, ({ path, importer }) => ({
      errors: [
        { text: `${path} is a native part that the one-file program does not carry (imported by ${importer}).` },
      ],
    }))
  },
}

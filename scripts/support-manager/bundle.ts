import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import type { Plugin } from 'esbuild'
import { ROOT } from '../run.ts'
import type { AddonName } from './platforms.ts'

const LOADER = join(ROOT, 'apps/support-manager/src/platform/native-addons.ts')

const BANNER = [
  "import { createRequire as $require } from 'node:module'",
  "import { pathToFileURL as $url } from 'node:url'",
  'const require = $require(process.execPath), $place = $url(process.execPath).href',
].join(';')

interface Bundle {
  /** The module. */
  readonly text: string
  /** The native parts that it can ask for. */
  readonly addons: readonly AddonName[]
}

/**
 * Bundles the program with all that it imports into one module, for one system. The packages' own ways to find their native
 * parts are replaced by the one-file program's. The same sources give the same text.
 */
export async function bundleProgram(system: {
  readonly platform: NodeJS.Platform
  readonly arch: string
}): Promise<Bundle> {
  const used = new Set<AddonName>()
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
    loader: { '.wasm': 'binary' },
    plugins: [nativeAddons(used), codeInside],
    logLevel: 'error',
  })
  const [program] = outputFiles
  if (!program) throw new Error('The program was bundled, but nothing came out.')
  return { text: program.text, addons: [...used].sort() }
}

/** How a package asks for its native part: where it says so, what it then imports, and what it expects of that. */
interface Asking {
  readonly addon: AddonName
  /** The modules that ask. */
  readonly package: RegExp
  readonly imports: RegExp
  /** The module in the place of the imported one; `open` loads the native part. */
  readonly instead: (open: string) => string
}

const ASKING: readonly Asking[] = [
  // koffi asks its own "static" for a binary that was built in, before it looks into folders.
  {
    addon: 'koffi',
    package: /[\\/]koffi[\\/]/,
    imports: /^\.\/src\/static\.c?js$/,
    instead: (open) => `exports.loadStatic = () => ${open}`,
  },
  {
    addon: 'wrtc',
    package: /[\\/]@roamhq[\\/]/,
    imports: /^\.\.?\/binding(\.js)?$/,
    instead: (open) => `module.exports = ${open}`,
  },
  {
    addon: 'pty',
    package: /[\\/]@lydell[\\/]node-pty[\\/]/,
    imports: /^\.\/requireBinary$/,
    instead: (open) => `exports.requireBinary = () => ${open}`,
  },
  // These packages are nothing but what seeks their native part.
  {
    addon: 'screenshots',
    package: /[\\/]polled-[a-z]+\.ts$/,
    imports: /^node-screenshots$/,
    instead: (open) => `module.exports = ${open}`,
  },
  {
    addon: 'clipboard',
    package: /[\\/]native-clipboard\.ts$/,
    imports: /^@mariozechner\/clipboard$/,
    instead: (open) => `module.exports = ${open}`,
  },
  {
    addon: 'libnut',
    package: /[\\/]libnut-addon\.ts$/,
    imports: /^\.\/libnut-part\.ts$/,
    instead: (open) => `exports.libnutPart = () => ${open}`,
  },
]

/** @param used is told of each native part that the program can ask for. */
function nativeAddons(used: Set<AddonName>): Plugin {
  return {
    name: 'native-addons',
    setup(build) {
      for (const { addon, package: asks, imports } of ASKING)
        build.onResolve({ filter: imports }, ({ importer }) =>
          asks.test(importer) ? { path: addon, namespace: 'native' } : undefined,
        )
      build.onLoad({ filter: /.*/, namespace: 'native' }, ({ path }) => {
        const asking = ASKING.find(({ addon }) => addon === path)
        if (!asking) return undefined
        used.add(asking.addon)
        const open = `require(${JSON.stringify(LOADER)}).openAddon(${JSON.stringify(path)})`
        return { contents: asking.instead(open), loader: 'js', resolveDir: ROOT }
      })
      // A native part that nobody thought of would be missing on every computer but this one.
      build.onResolve({ filter: /\.node$/ }, ({ path, importer }) => ({
        errors: [
          { text: `${path} is a native part that the one-file program does not carry (imported by ${importer}).` },
        ],
      }))
    },
  }
}

/** The encoder of inexact pictures brings WebAssembly code, which goes into the module itself. */
const codeInside: Plugin = {
  name: 'code-inside',
  setup(build) {
    build.onLoad({ filter: /[\\/]encode-webp-code\.ts$/ }, ({ path }) => ({
      contents: "import code from '@jsquash/webp/codec/enc/webp_enc_simd.wasm'\nexport const webpCode = () => code",
      loader: 'js',
      resolveDir: dirname(path),
    }))
  },
}

import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import type { Plugin } from 'vite'
import { EMBED_BASE, loaderFor } from './loader.ts'

/** Writes `/embed.js`, which knows the hashed name of what it brings. */
function loader(): Plugin {
  return {
    name: 'deskside-embed-loader',
    generateBundle(_options, bundle) {
      const main = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry)
      if (!main) throw new Error('The build has no entry.')
      this.emitFile({ type: 'asset', fileName: 'embed.js', source: loaderFor(EMBED_BASE + main.fileName) })
    },
  }
}

export default defineConfig({
  base: EMBED_BASE,
  plugins: [loader()],
  build: {
    outDir: 'dist',
    target: 'es2022',
    // What a chunk needs is named by itself; a helper that puts links into the page's head would touch the page.
    modulePreload: false,
    rollupOptions: {
      input: fileURLToPath(new URL('src/main.ts', import.meta.url)),
      preserveEntrySignatures: 'strict',
    },
  },
})

import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The server hands out index.html at /console, /setup and /admin, and the files below the base by their hashed names.
export default defineConfig({
  base: '/assets/console/',
  plugins: [react(), tailwindcss()],
  // Nothing inside the page: its Content-Security-Policy lets files of this site through, and no data addresses.
  build: { outDir: 'dist', target: 'es2023', assetsInlineLimit: 0 },
})

import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// The server hands out index.html at /console, /setup and /admin, and everything else below the base.
export default defineConfig({
  base: '/assets/console/',
  plugins: [react(), tailwindcss()],
  // `vite/client` names the whole folder: without it the files would lie in /assets/console/assets/.
  build: { outDir: 'dist', assetsDir: '.', target: 'es2023', chunkSizeWarningLimit: 400 },
  server: {
    host: '127.0.0.1',
    proxy: {
      '/api': { target: process.env['DESKSIDE_SERVER'] ?? 'http://127.0.0.1:8080' },
      '/ws': { target: process.env['DESKSIDE_SERVER'] ?? 'http://127.0.0.1:8080', ws: true },
    },
  },
})

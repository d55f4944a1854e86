export { createProgramFiles } from './files.ts'
export { createDownloadService } from './service.ts'
export { createDownloadStore } from './store.ts'
export { registerDownloadRoutes } from './routes.ts'

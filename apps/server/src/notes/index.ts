export { createNotesService } from './service.ts'
export type { NotesService } from './service.ts'
export { registerNotesRoutes } from './routes.ts'
export { createNotesStore } from './store.ts'

export { registerMailboxRoutes } from './routes.ts'
export { createMailboxService } from './service.ts'
export { createMailStore } from './store.ts'

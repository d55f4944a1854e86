export { registerMailboxRoutes } from './routes.ts'
export { createMailboxService } from './service.ts'
export { MAIL_NEWS, createMailStore } from './store.ts'

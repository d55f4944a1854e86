export { readsSession, writesInSession } from './policy.ts'
export { createSessionService } from './service.ts'
export type { CommandInput, LiveSession, OwnCommand, SessionService, SiteNow, Stored } from './service.ts'
export { createSessionStore } from './store.ts'

export { sessionHandlers } from './socket.ts'
export { registerSessionRoutes } from './routes.ts'

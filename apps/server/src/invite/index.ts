export { createInviteService, standingOf } from './service.ts'
export type { InviteService } from './service.ts'
export { createInviteStore } from './store.ts'
export { customerCookie, registerInviteRoutes } from './routes.ts'

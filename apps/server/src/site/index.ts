export { createSite } from './service.ts'
export type { SiteService } from './service.ts'
export { registerSiteRoutes } from './routes.ts'

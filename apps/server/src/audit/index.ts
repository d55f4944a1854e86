export { createDenials } from './denials.ts'
export { createAudit } from './service.ts'
export type { Audit, AuditEntry } from './service.ts'
export { registerAuditRoutes } from './routes.ts'

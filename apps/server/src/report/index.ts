export { registerReportRoutes } from './routes.ts'
export { createReportService } from './service.ts'
export { keepSessionTimes } from './session-times.ts'
export { createReportStore } from './store.ts'

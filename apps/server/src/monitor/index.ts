export { createMonitor } from './service.ts'
export { createMonitorStore } from './store.ts'
export { registerMonitorRoutes } from './routes.ts'

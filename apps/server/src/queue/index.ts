export { createRetention } from './retention.ts'
export { registerQueueRoutes } from './routes.ts'
export { createQueueService } from './service.ts'
export { QUEUE_NEWS, createQueueStore } from './store.ts'

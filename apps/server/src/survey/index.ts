export { registerSurveyRoutes } from './routes.ts'
export { createSurveyService } from './service.ts'
export { createSurveyStore } from './store.ts'

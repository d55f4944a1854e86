export { createAccountService } from './service.ts'
export type { AccountService } from './service.ts'
export { registerAccountRoutes, userOf } from './routes.ts'
export { createAccountStore } from './store.ts'

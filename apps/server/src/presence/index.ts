export { createPresence } from './service.ts'
export type { Presence } from './service.ts'
export { createSessionSockets } from './socket.ts'
export type { Caller, Handlers, Principal, SessionSockets } from './caller.ts'

export { createPresence } from './service.ts'
export { createSessionSockets } from './socket.ts'
export { createTickets, registerTicketRoutes } from './routes.ts'

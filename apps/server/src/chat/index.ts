export { chatHandlers } from './socket.ts'

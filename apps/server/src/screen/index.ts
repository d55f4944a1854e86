export { screenHandlers } from './socket.ts'
export { createIceServers } from './service.ts'

export { consentHandlers } from './socket.ts'
export { createConsentTimers } from './service.ts'

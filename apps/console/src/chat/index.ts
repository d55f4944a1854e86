export { ChatSide } from './ChatSide.tsx'
export { Transcript } from './Transcript.tsx'
export { totalUnread } from './unread.ts'
export { useUnread } from './use-unread.ts'

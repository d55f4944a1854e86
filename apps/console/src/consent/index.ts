export { CAPABILITY_WORDS } from './capability-words.ts'

export { CAPABILITY_WORDS } from './capability-words.ts'
export { CapabilityButton } from './CapabilityButton.tsx'
export { Permissions } from './Permissions.tsx'
export { standingOf, standingWords } from './standing.ts'

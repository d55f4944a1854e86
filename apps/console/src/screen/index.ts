export { ScreenTools } from './ScreenTools.tsx'
export { shareDeskOf } from './share-desk.ts'
export type { ShareDesk } from './share-desk.ts'
export { Stage } from './Stage.tsx'

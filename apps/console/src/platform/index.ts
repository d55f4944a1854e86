export { createCell } from './observable.ts'
export type { Cell } from './observable.ts'

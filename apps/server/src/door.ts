export { startDeskside } from './main.ts'
export type { Deskside } from './main.ts'
export { readConfig } from './config.ts'
export type { Config } from './config.ts'

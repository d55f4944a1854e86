export { transferWords } from './transfer-words.ts'

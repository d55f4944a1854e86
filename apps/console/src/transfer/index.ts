export { TransferBar } from './TransferBar.tsx'
export { TransferTool } from './TransferTool.tsx'
export { transferWords } from './transfer-words.ts'
export { useTransferNews } from './use-transfer-news.ts'

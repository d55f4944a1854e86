import type { ChatState } from '@deskside/protocol'
import { keep, readKept } from '../platform/kept.ts'
import { createCell } from '../platform/observable.ts'
import type { Cell } from '../platform/observable.ts'
import { markRead, readMarksFrom } from './unread.ts'
import type { ReadMarks } from './unread.ts'

const cells = new Map<string, Cell<ReadMarks>>()
const keyOf = (sessionId: string): string => `read.${sessionId}`

/** What I have read in a session, in every tab of this browser. */
export function readMarks(sessionId: string): Cell<ReadMarks> {
  const known = cells.get(sessionId)
  if (known) return known
  const cell = createCell(readMarksFrom(readKept(keyOf(sessionId))))
  cells.set(sessionId, cell)
  return cell
}

/** Everything in a conversation has been seen. */
export function noteRead(
  sessionId: string,
  chat: ChatState,
  seen: { readonly me: string; readonly key: string },
): void {
  const cell = readMarks(sessionId)
  const marks = markRead(cell.get(), chat, seen)
  if (marks === cell.get()) return
  cell.set(marks)
  keep(keyOf(sessionId), marks)
}

// Another tab read something, or forgot a session.
window.addEventListener('storage', (event) => {
  for (const [sessionId, cell] of cells) {
    if (event.key === `deskside.${keyOf(sessionId)}`) cell.set(readMarksFrom(readKept(keyOf(sessionId))))
  }
})

import { NOTES_LENGTH } from '@deskside/protocol'
import type { Notes } from '@deskside/protocol'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import type { NotesStore } from './store.ts'

export interface NotesService {
  read(sessionId: string): Promise<Notes>
  /** @throws AppError notes.conflict, with the newer notes as details, when `version` is not the newest (notes R3). */
  save(sessionId: string, entry: { readonly text: string; readonly version: number }): Promise<Notes>
  onSaved(listener: (sessionId: string, version: number) => void): void
}

export function createNotesService({ store, clock }: { store: NotesStore; clock: Clock }): NotesService {
  const listeners: ((sessionId: string, version: number) => void)[] = []
  return {
    read: (sessionId) => store.read(sessionId),
    async save(sessionId, { text, version }) {
      if (text.length > NOTES_LENGTH) throw new AppError('notes.too-long')
      const at = clock.now()
      const saved = await store.save(sessionId, { text, version, at })
      if (saved === undefined) throw new AppError('notes.conflict', { details: await store.read(sessionId) })
      listeners.forEach((listener) => listener(sessionId, saved))
      return { text, version: saved, savedAt: at }
    },
    onSaved(listener) {
      listeners.push(listener)
    },
  }
}

import { notesSchema } from '@deskside/protocol'
import type { Notes } from '@deskside/protocol'
import { ApiError, callApi } from '@deskside/realtime'
import { useEffect, useMemo } from 'react'
import { keep, readKept } from '../platform/kept.ts'
import { createNotesDraft } from './notes-draft.ts'
import type { KeptNotes, NotesAnswer, NotesDraft } from './notes-draft.ts'

/** The notes of one session, saving themselves while they are on the screen. */
export function useNotes(sessionId: string): NotesDraft {
  const draft = useMemo(() => createNotesDraft(portsOf(sessionId)), [sessionId])
  useEffect(() => {
    draft.open()
    const back = (): void => draft.flush()
    window.addEventListener('online', back)
    window.addEventListener('pagehide', back)
    return () => {
      window.removeEventListener('online', back)
      window.removeEventListener('pagehide', back)
      draft.flush()
      draft.close()
    }
  }, [draft])
  return draft
}

function portsOf(sessionId: string) {
  const path = `/api/v1/sessions/${sessionId}/notes`
  const key = `notes.${sessionId}`
  return {
    load: () => answerOf(callApi({ method: 'GET', path, answer: notesSchema })),
    save: (body: KeptNotes) => answerOf(callApi({ method: 'PUT', path, body, answer: notesSchema })),
    kept: {
      get: () => keptFrom(readKept(key)),
      set: (notes: KeptNotes | null) => keep(key, notes),
    },
  }
}

async function answerOf(call: Promise<Notes>): Promise<NotesAnswer> {
  try {
    return { ok: true, notes: await call }
  } catch (error) {
    if (error instanceof ApiError) return { ok: false, code: error.code }
    console.error('The notes could not be read or saved', error)
    return { ok: false, code: 'server.failed' }
  }
}

function keptFrom(kept: unknown): KeptNotes | null {
  if (typeof kept !== 'object' || kept === null || !('text' in kept) || !('version' in kept)) return null
  const { text, version } = kept
  return typeof text === 'string' && typeof version === 'number' ? { text, version } : null
}

import { NOTES_LENGTH } from '@deskside/protocol'
import type { ErrorCode, Notes } from '@deskside/protocol'
import type { Observable } from '@deskside/realtime'
import { createCell } from '../platform/observable.ts'

/** What the page says about the notes. `kept` is not saved yet, but safe in this browser. */
export type NotesStatus = 'loading' | 'saved' | 'saving' | 'kept' | 'too-long' | 'conflict'

export interface NotesView {
  readonly text: string
  readonly status: NotesStatus
  /** With `conflict`: what somebody else saved meanwhile. */
  readonly theirs: Notes | null
  /** The server's time of the last save that we know of. */
  readonly savedAt: number | null
}

export type NotesAnswer =
  | { readonly ok: true; readonly notes: Notes }
  | { readonly ok: false; readonly code: ErrorCode }

/** Text that is not saved yet, and the version that it was typed over. */
export interface KeptNotes {
  readonly text: string
  readonly version: number
}

export interface NotesPorts {
  load(): Promise<NotesAnswer>
  save(notes: KeptNotes): Promise<NotesAnswer>
  readonly kept: { get(): KeptNotes | null; set(notes: KeptNotes | null): void }
  /** Pause after the last key before saving, and before trying again after a failure, in milliseconds. */
  readonly pause?: { readonly typing: number; readonly retry: number }
}

export interface NotesDraft {
  readonly state: Observable<NotesView>
  open(): void
  type(text: string): void
  /** Somebody saved this version. */
  notice(version: number): void
  /** Ends a conflict: with my text, with theirs, or with both below each other. */
  resolve(how: 'mine' | 'theirs' | 'both'): void
  /** Saves now what waits for its pause. */
  flush(): void
  close(): void
}

type Timer = ReturnType<typeof setTimeout>

/**
 * One page of notes that saves itself (notes R2-R4). What is typed is kept in the browser before it is sent, and only
 * forgotten when the server has it.
 */
export function createNotesDraft(ports: NotesPorts): NotesDraft {
  const pause = ports.pause ?? { typing: 700, retry: 4000 }
  const view = createCell<NotesView>({ text: '', status: 'loading', theirs: null, savedAt: null })
  let version = 0
  let noticed = 0
  let dirty = false
  let busy = false
  let timer: Timer | undefined
  let closed = false

  const show = (change: Partial<NotesView>): void => view.set({ ...view.get(), ...change })
  const later = (what: () => Promise<void>, milliseconds: number): void => {
    clearTimeout(timer)
    timer = closed ? undefined : setTimeout(() => void what(), milliseconds)
  }

  async function load(): Promise<void> {
    if (busy) return
    busy = true
    const answer = await ports.load()
    busy = false
    if (!answer.ok) {
      const kept = ports.kept.get()
      if (kept && view.get().status === 'loading') restore(kept)
      return later(load, pause.retry)
    }
    arrived(answer.notes)
  }

  /** The server's text came, at the beginning or after news of a newer version. */
  function arrived(notes: Notes): void {
    const kept = ports.kept.get()
    const mine = dirty ? view.get().text : kept?.text
    const typedOver = dirty ? version : kept?.version
    if (mine === undefined || mine === notes.text) return adopt(notes)
    if (typedOver !== notes.version) return show({ text: mine, status: 'conflict', theirs: notes })
    restore({ text: mine, version: notes.version })
    later(save, 0)
  }

  function adopt(notes: Notes): void {
    version = notes.version
    dirty = false
    ports.kept.set(null)
    view.set({ text: notes.text, status: 'saved', theirs: null, savedAt: notes.savedAt })
  }

  function restore(kept: KeptNotes): void {
    version = kept.version
    dirty = true
    show({ text: kept.text, status: 'kept' })
  }

  async function save(): Promise<void> {
    if (busy || !dirty || view.get().status === 'conflict') return
    const { text } = view.get()
    if (text.length > NOTES_LENGTH) return show({ status: 'too-long' })
    busy = true
    show({ status: 'saving' })
    const answer = await ports.save({ text, version })
    busy = false
    if (answer.ok) return stored(answer.notes, text)
    if (answer.code === 'notes.conflict') return load()
    if (answer.code === 'notes.too-long') return show({ status: 'too-long' })
    show({ status: 'kept' })
    later(save, pause.retry)
  }

  function stored(notes: Notes, sent: string): void {
    version = notes.version
    if (view.get().text !== sent) {
      ports.kept.set({ text: view.get().text, version })
      return later(save, pause.typing)
    }
    dirty = false
    ports.kept.set(null)
    show({ status: 'saved', theirs: null, savedAt: notes.savedAt })
    if (noticed > version) void load()
  }

  return {
    state: view,
    open() {
      closed = false
      void load()
    },
    type(text) {
      const { status } = view.get()
      if (status === 'conflict') {
        ports.kept.set({ text, version })
        return show({ text })
      }
      dirty = true
      ports.kept.set({ text, version })
      show({ text, status: text.length > NOTES_LENGTH ? 'too-long' : 'saving' })
      later(save, pause.typing)
    },
    notice(newer) {
      noticed = Math.max(noticed, newer)
      if (newer > version && !dirty && !busy) void load()
    },
    resolve(how) {
      const { text: mine, theirs } = view.get()
      if (!theirs) return
      if (how === 'theirs') return adopt(theirs)
      const text = how === 'mine' ? mine : `${theirs.text.trimEnd()}\n\n${mine}`
      version = theirs.version
      dirty = true
      ports.kept.set({ text, version })
      show({ text, status: 'saving', theirs: null })
      later(save, 0)
    },
    flush() {
      clearTimeout(timer)
      if (dirty) void save()
    },
    close() {
      closed = true
      clearTimeout(timer)
    },
  }
}

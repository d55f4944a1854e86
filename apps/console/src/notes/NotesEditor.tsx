import { NOTES_LENGTH } from '@deskside/protocol'
import { Button, Notice, cx, formatClock, useObservable } from '@deskside/ui'
import { CloudOff, CloudUpload, Check, TriangleAlert } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { useEffect, useId } from 'react'
import type { NotesDraft, NotesView } from './notes-draft.ts'
import { useNotes } from './notes-of.ts'

interface NotesEditorProps {
  readonly sessionId: string
  /** A version that somebody is known to have saved. */
  readonly newest: number | null
}

/** A session's notes: typing is all that it takes. */
export function NotesEditor({ sessionId, newest }: NotesEditorProps) {
  const draft = useNotes(sessionId)
  const view = useObservable(draft.state)
  const id = useId()
  useEffect(() => {
    if (newest !== null) draft.notice(newest)
  }, [draft, newest])
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-2 p-3">
      {view.theirs ? <Conflict draft={draft} view={view} /> : null}
      <textarea
        aria-label="Notes"
        aria-describedby={`${id}-hint`}
        aria-invalid={view.status === 'too-long' ? true : undefined}
        dir="auto"
        value={view.text}
        readOnly={view.status === 'loading'}
        onChange={(event) => draft.type(event.target.value)}
        onBlur={() => draft.flush()}
        placeholder="What was wrong, what helped, what is left to do…"
        className="min-h-32 flex-1 resize-none rounded-control border border-line-strong bg-surface p-3 placeholder:text-ink-soft"
      />
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 text-sm text-ink-soft">
        <p role="status" aria-label="State of the notes">
          <Status view={view} />
        </p>
        <p id={`${id}-hint`}>Only representatives see notes.</p>
      </div>
    </div>
  )
}

function Status({ view }: { readonly view: NotesView }) {
  const { icon: Icon, words, tone } = lookOf(view)
  return (
    <span className={cx('inline-flex items-start gap-1.5', tone)}>
      <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
      {words}
    </span>
  )
}

interface StatusLook {
  readonly icon: LucideIcon
  readonly words: string
  readonly tone?: string
}

function lookOf({ status, savedAt, text }: NotesView): StatusLook {
  switch (status) {
    case 'loading':
      return { icon: CloudUpload, words: 'Opening…' }
    case 'saving':
      return { icon: CloudUpload, words: 'Saving…' }
    case 'saved':
      return { icon: Check, words: savedAt === null ? 'Saved as you type' : `Saved ${formatClock(savedAt)}` }
    case 'kept':
      return { icon: CloudOff, words: 'Not saved yet, kept in this browser', tone: WARN }
    case 'too-long': {
      const over = (text.length - NOTES_LENGTH).toLocaleString()
      const most = NOTES_LENGTH.toLocaleString()
      return { icon: TriangleAlert, words: `Not saved: ${over} characters over the ${most} that notes hold`, tone: BAD }
    }
    case 'conflict':
      return { icon: TriangleAlert, words: 'Not saved: choose above', tone: BAD }
  }
}
const WARN = 'font-medium text-warn-ink'
const BAD = 'font-medium text-danger-ink'

/** Two texts, both whole: the writer decides. */
function Conflict({ draft, view }: { readonly draft: NotesDraft; readonly view: NotesView }) {
  return (
    <div className="flex max-h-[60%] min-h-0 flex-col gap-2">
      <Notice tone="warn" role="alert">
        Somebody else saved these notes while you were writing. This is theirs, yours is below.
      </Notice>
      <div
        role="region"
        aria-label="Newer text of the notes"
        tabIndex={0}
        dir="auto"
        className="min-h-16 overflow-y-auto rounded-control border border-line bg-surface-sunken p-3 whitespace-pre-wrap wrap-anywhere"
      >
        {view.theirs?.text || 'Empty: somebody deleted the text.'}
      </div>
      <div className="flex flex-wrap gap-2">
        <Button size="small" look="primary" onClick={() => draft.resolve('both')}>
          Keep both
        </Button>
        <Button size="small" onClick={() => draft.resolve('mine')}>
          Keep mine
        </Button>
        <Button size="small" onClick={() => draft.resolve('theirs')}>
          Take theirs
        </Button>
      </div>
    </div>
  )
}

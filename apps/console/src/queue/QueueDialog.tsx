import { queueSettingsSchema } from '@deskside/protocol'
import type { Queue, UserRow } from '@deskside/protocol'
import { AlertDialog, Button, Dialog, Notice, TextAreaField, TextField } from '@deskside/ui'
import { useId, useRef, useState } from 'react'
import { useForm } from '../platform/forms.ts'
import type { DraftEditing } from './draft-editing.ts'
import { draftOf, newDraft, settingsOf, slugOf } from './draft.ts'
import type { Draft } from './draft.ts'
import { EntryFormFields } from './EntryFormFields.tsx'
import { HoursFields } from './HoursFields.tsx'
import { atItsField, useQueueCalls } from './queues.ts'
import { ServiceFields } from './ServiceFields.tsx'

interface QueueDialogProps {
  /** The one to change; undefined for a new one. */
  readonly queue: Queue | undefined
  readonly siteUrl: string
  readonly users: readonly UserRow[]
  readonly onClose: () => void
}

/** Makes a queue, or changes one. */
export function QueueDialog({ queue, siteUrl, users, onClose }: QueueDialogProps) {
  const { save } = useQueueCalls()
  const formId = useId()
  const [first] = useState(() => (queue ? draftOf(queue) : newDraft(ownTimeZone())))
  const [draft, setDraft] = useState<Draft>(first)
  const [leaving, setLeaving] = useState(false)
  const edit = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }))
  const close = (): void => (draft === first ? onClose() : setLeaving(true))
  const { problems, busy, onSubmit } = useForm({
    schema: queueSettingsSchema,
    read: () => settingsOf(draft),
    send: async (settings) => {
      try {
        await save.mutateAsync({ id: queue?.id, settings })
      } catch (error) {
        throw atItsField(error)
      }
      onClose()
    },
  })
  const editing: DraftEditing = { draft, edit, problems: problems.fields }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || close()}
      title={queue ? `Change ${queue.name}` : 'Add a queue'}
      width="large"
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={onSubmit} className="flex flex-col gap-8">
        {problems.whole ? (
          <Notice tone="danger" role="alert">
            {problems.whole}
          </Notice>
        ) : null}
        <NameFields {...editing} siteUrl={siteUrl} isNew={queue === undefined} />
        <HoursFields {...editing} />
        <EntryFormFields {...editing} />
        <ServiceFields {...editing} users={users} />
        {Object.keys(problems.fields).length > 0 ? (
          <Notice tone="danger" role="alert">
            Something above is not right yet. Look for the sentences in red.
          </Notice>
        ) : null}
      </form>
      {leaving ? <LeaveDialog onStay={() => setLeaving(false)} onLeave={onClose} /> : null}
    </Dialog>
  )
}

function NameFields({
  draft,
  edit,
  problems,
  siteUrl,
  isNew,
}: DraftEditing & { readonly siteUrl: string; readonly isNew: boolean }) {
  /** The address follows the name of a new queue until somebody writes one. */
  const [follows, setFollows] = useState(isNew)
  const changeName = (name: string): void => edit(follows ? { name, slug: slugOf(name) } : { name })
  return (
    <div className="flex flex-col gap-4">
      <TextField
        label="Name"
        name="name"
        autoComplete="off"
        required
        value={draft.name}
        onChange={(event) => changeName(event.target.value)}
        hint="Visitors see it."
        error={problems['name']}
      />
      <TextField
        label="Address"
        name="slug"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        required
        value={draft.slug}
        onChange={(event) => {
          setFollows(false)
          edit({ slug: event.target.value })
        }}
        hint={
          <>
            Visitors come by <bdi className="wrap-anywhere">{`${siteUrl}/q/${draft.slug || '…'}`}</bdi>
            {isNew ? '' : '. Links with the old address stop working when you change it.'}
          </>
        }
        error={problems['slug']}
      />
      <TextAreaField
        label="Description"
        name="description"
        rows={2}
        maxLength={500}
        value={draft.description}
        onChange={(event) => edit({ description: event.target.value })}
        hint="Stands above the entry form."
        error={problems['description']}
      />
    </div>
  )
}

function LeaveDialog({ onStay, onLeave }: { readonly onStay: () => void; readonly onLeave: () => void }) {
  const stay = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onStay()}
      initialFocus={stay}
      title="Leave without saving?"
      description="What you changed here is lost."
      width="small"
      footer={
        <>
          <Button ref={stay} onClick={onStay}>
            Go on editing
          </Button>
          <Button look="danger" onClick={onLeave}>
            Leave
          </Button>
        </>
      }
    />
  )
}

const ownTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

import { queueSettingsSchema } from '@deskside/protocol'
import type { Queue, UserRow } from '@deskside/protocol'
import { AlertDialog, Button, Dialog, Notice, TextAreaField, TextField } from '@deskside/ui'
import { useId, useRef, useState } from 'react'
import { useForm } from '../platform/forms.ts'
import type { DraftEditing } from './draft-editing.ts'
import { draftOf, newDraft, settingsOf, slugOf } from './draft.ts'
import type { Draft } from './draft.ts'
import { DistributionFields } from './DistributionFields.tsx'
import { EntryFormFields } from './EntryFormFields.tsx'
import { HoursFields } from './HoursFields.tsx'
import { LongWaitFields } from './LongWaitFields.tsx'
import { QueuePartsList } from './QueuePartsList.tsx'
import { QueueFormId, QueueSection } from './QueueSection.tsx'
import { atItsField, useQueueCalls } from './queues.ts'
import { SessionFields } from './SessionFields.tsx'
import { SkillFields } from './SkillFields.tsx'
import { VisitingFields } from './VisitingFields.tsx'

interface QueueDialogProps {
  /** The one to change; undefined for a new one. */
  readonly queue: Queue | undefined
  /** The site's other queues. */
  readonly others: readonly Queue[]
  /** Names of skills that are known already. */
  readonly skills: readonly string[]
  readonly siteUrl: string
  readonly users: readonly UserRow[]
  readonly onClose: () => void
}

/** Makes a queue, or changes one. */
export function QueueDialog({ queue, others, skills, siteUrl, users, onClose }: QueueDialogProps) {
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
      width="wide"
      footerStays
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form={formId} look="primary" busy={busy}>
            Save
          </Button>
        </>
      }
    >
      <QueueFormId value={formId}>
        <div className="grid gap-x-8 gap-y-4 md:grid-cols-[11rem_minmax(0,1fr)]">
          <QueuePartsList formId={formId} problems={problems.fields} />
          <form id={formId} noValidate onSubmit={onSubmit} className="flex min-w-0 flex-col gap-10 **:scroll-mb-24">
            {problems.whole ? (
              <Notice tone="danger" role="alert">
                {problems.whole}
              </Notice>
            ) : null}
            <NameFields {...editing} siteUrl={siteUrl} isNew={queue === undefined} />
            <HoursFields {...editing} />
            <EntryFormFields {...editing} />
            <DistributionFields {...editing} users={users} />
            <SkillFields {...editing} skills={skills} />
            <SessionFields {...editing} />
            <LongWaitFields {...editing} others={others} />
            <VisitingFields {...editing} />
            <p role="alert" className="sr-only">
              {Object.keys(problems.fields).length > 0 ? 'Something is not right yet.' : ''}
            </p>
          </form>
        </div>
      </QueueFormId>
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
    <QueueSection part="name">
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
    </QueueSection>
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

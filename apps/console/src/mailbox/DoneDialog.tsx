import { DONE_NOTE_MOST } from '@deskside/protocol'
import type { Mail } from '@deskside/protocol'
import { Button, Dialog, Notice, TextAreaField } from '@deskside/ui'
import { useId, useState } from 'react'
import type { FormEvent } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { useMailCalls } from './mailbox.ts'

interface DoneDialogProps {
  readonly mail: Mail
  readonly onClose: () => void
}

/** Done with a message, and what was done. */
export function DoneDialog({ mail, onClose }: DoneDialogProps) {
  const id = useId()
  const { change } = useMailCalls()
  const [note, setNote] = useState(mail.note)
  const send = (event: FormEvent): void => {
    event.preventDefault()
    change.mutate({ mail, to: { state: 'done', note } }, { onSuccess: onClose })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={
        <>
          Done with the message of <bdi>{mail.name}</bdi>
        </>
      }
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={id} look="primary" busy={change.isPending}>
            Mark done
          </Button>
        </>
      }
    >
      <form id={id} onSubmit={send} className="flex flex-col gap-4">
        <TextAreaField
          label="What was done?"
          mark="if you like"
          hint="Your colleagues read it."
          rows={3}
          maxLength={DONE_NOTE_MOST}
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {change.error ? (
          <Notice tone="danger" role="alert">
            {sentenceOf(change.error)}
          </Notice>
        ) : null}
      </form>
    </Dialog>
  )
}

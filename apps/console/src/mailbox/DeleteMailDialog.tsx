import type { Mail } from '@deskside/protocol'
import { AlertDialog, Button } from '@deskside/ui'
import { useRef } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { useMailCalls } from './mailbox.ts'

/** Asks before a message goes for good. */
export function DeleteMailDialog({ mail, onClose }: { readonly mail: Mail; readonly onClose: () => void }) {
  const { remove } = useMailCalls()
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      initialFocus={keep}
      title={
        <>
          Delete the message of <bdi>{mail.name}</bdi>?
        </>
      }
      description="All that they wrote goes for good, and what was noted about it. The audit log keeps that it was deleted."
      width="small"
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep
          </Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(mail, { onSuccess: onClose })}>
            Delete
          </Button>
        </>
      }
    >
      {remove.error ? (
        <p role="alert" className="font-medium text-danger-ink">
          {sentenceOf(remove.error)}
        </p>
      ) : null}
    </AlertDialog>
  )
}

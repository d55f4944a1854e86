import type { Queue } from '@deskside/protocol'
import { AlertDialog, Button } from '@deskside/ui'
import { useRef } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { useQueueCalls } from './queues.ts'

/** Asks before a queue goes, and says who goes with it. */
export function DeleteQueueDialog({ queue, onClose }: { readonly queue: Queue; readonly onClose: () => void }) {
  const { remove } = useQueueCalls()
  const keep = useRef<HTMLButtonElement>(null)
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      initialFocus={keep}
      title={`Delete ${queue.name}?`}
      description={
        <>
          <p>{waitingWords(queue.waiting)}</p>
          <p>Its address stops working. Sessions that began in it go on.</p>
        </>
      }
      width="small"
      footer={
        <>
          <Button ref={keep} onClick={onClose}>
            Keep
          </Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate(queue.id, { onSuccess: onClose })}>
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

function waitingWords(waiting: number | undefined): string {
  if (waiting === undefined) return 'Whoever waits in it loses their place.'
  if (waiting === 0) return 'Nobody waits in it now.'
  return waiting === 1
    ? '1 person waits in it now and loses their place.'
    : `${waiting} people wait in it now and lose their places.`
}

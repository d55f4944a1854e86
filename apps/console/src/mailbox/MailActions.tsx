import type { Mail } from '@deskside/protocol'
import { Button, IconButton, Notice } from '@deskside/ui'
import { Check, Hand, Trash2, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useAccount } from '../account/index.ts'
import { sentenceOf } from '../platform/queries.ts'
import { useStartSession } from '../session/index.ts'
import { DeleteMailDialog } from './DeleteMailDialog.tsx'
import { DoneDialog } from './DoneDialog.tsx'
import { useMailCalls } from './mailbox.ts'
import type { MailStep } from './mailbox.ts'

/** Taking a message, giving it back, starting the session of a call-back, being done with it, deleting it. */
export function MailActions({ mail }: { readonly mail: Mail }) {
  const { data: account } = useAccount()
  const { change } = useMailCalls()
  const start = useStartSession()
  const [open, setOpen] = useState<'done' | 'delete'>()
  const mine = mail.holder?.id === account?.id
  const step = (to: MailStep) => () => change.mutate({ mail, to })
  const call = (): void => {
    const begin = (): void => start.mutate()
    if (mail.state === 'in-hand' && mine) begin()
    else change.mutate({ mail, to: { state: 'in-hand' } }, { onSuccess: begin })
  }
  const failure = change.error ?? start.error
  return (
    <>
      {failure ? (
        <Notice tone="warn" role="alert">
          {sentenceOf(failure)}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-2">
        {mail.state === 'done' ? (
          <Button size="small" icon={<Undo2 aria-hidden="true" className="size-4" />} onClick={step({ state: 'new' })}>
            Open again
          </Button>
        ) : (
          <>
            {mail.kind === 'call-back' ? (
              <Button size="small" look="primary" busy={start.isPending} onClick={call}>
                Start session
              </Button>
            ) : null}
            {mail.state === 'in-hand' && mine ? (
              <Button
                size="small"
                icon={<Undo2 aria-hidden="true" className="size-4" />}
                onClick={step({ state: 'new' })}
              >
                Give back
              </Button>
            ) : (
              <Button
                size="small"
                icon={<Hand aria-hidden="true" className="size-4" />}
                onClick={step({ state: 'in-hand' })}
              >
                {mail.state === 'new' ? 'Take' : 'Take over'}
              </Button>
            )}
            <Button size="small" icon={<Check aria-hidden="true" className="size-4" />} onClick={() => setOpen('done')}>
              Mark done
            </Button>
          </>
        )}
        {account && account.role !== 'representative' ? (
          <span className="ms-auto">
            <IconButton
              size="small"
              label={`Delete the message of ${mail.name}`}
              icon={<Trash2 className="size-4" />}
              onClick={() => setOpen('delete')}
            />
          </span>
        ) : null}
      </div>
      {open === 'done' ? <DoneDialog mail={mail} onClose={() => setOpen(undefined)} /> : null}
      {open === 'delete' ? <DeleteMailDialog mail={mail} onClose={() => setOpen(undefined)} /> : null}
    </>
  )
}

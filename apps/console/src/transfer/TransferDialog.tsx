import { TRANSFER_MESSAGE_LENGTH, lengthOfTransferMessage, presentCustomer } from '@deskside/protocol'
import type { TransferTarget } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, Dialog, DialogClose, TextAreaField, useObservable } from '@deskside/ui'
import { useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { TargetField } from './TargetField.tsx'

interface TransferDialogProps {
  readonly client: SessionClient
  readonly onClose: () => void
}

/** To whom, and what they should know before they decide. */
export function TransferDialog({ client, onClose }: TransferDialogProps) {
  const { session } = useObservable(client.state).story
  const [to, setTo] = useState<TransferTarget>()
  const [message, setMessage] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const search = useRef<HTMLInputElement>(null)
  const tooLong = lengthOfTransferMessage(message) > TRANSFER_MESSAGE_LENGTH
  const customer = presentCustomer(session)?.name ?? 'The customer'
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy || tooLong) return
    if (!to) return setProblem('Choose an agent or a queue first.')
    setBusy(true)
    setProblem(undefined)
    try {
      await client.send('transfer.offer', { to, message: message.trim() })
      onClose()
    } catch (error) {
      setProblem(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      initialFocus={search}
      title="Transfer Session"
      description={
        <>
          <bdi>{customer}</bdi> stays with you until somebody accepts. Then you leave, and what you were allowed to do
          ends. Chat and notes stay with the session.
        </>
      }
      width="large"
      footerStays
      footer={
        <>
          <DialogClose>
            <Button>Cancel</Button>
          </DialogClose>
          <Button type="submit" form="transfer" look="primary" busy={busy} aria-disabled={!to || tooLong || undefined}>
            Hand over
          </Button>
        </>
      }
    >
      <form id="transfer" onSubmit={(event) => void send(event)} className="flex flex-col gap-5">
        <TargetField sessionId={client.sessionId} search={search} chosen={to} onChoose={setTo} />
        <MessageField message={message} onMessage={setMessage} />
        {problem ? (
          <p role="alert" className="font-medium text-danger-ink">
            {problem}
          </p>
        ) : null}
      </form>
    </Dialog>
  )
}

/** From here on how much is left is read out. */
const NEARLY_FULL = 20

function MessageField({
  message,
  onMessage,
}: {
  readonly message: string
  readonly onMessage: (message: string) => void
}) {
  const left = TRANSFER_MESSAGE_LENGTH - lengthOfTransferMessage(message)
  return (
    <div>
      <TextAreaField
        label="Message"
        rows={3}
        dir="auto"
        value={message}
        onChange={(event) => onMessage(event.target.value)}
        mark={left < 0 ? `${-left} too many` : `${left} left`}
        error={left < 0 ? `A message holds at most ${TRANSFER_MESSAGE_LENGTH} characters.` : undefined}
        hint="What your colleague should know. The customer does not see it."
      />
      <p role="status" className="sr-only">
        {left >= 0 && left <= NEARLY_FULL ? `${left} characters left` : ''}
      </p>
    </div>
  )
}

import { presentCustomer } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { AlertDialog, Button, formatClock, useObservable } from '@deskside/ui'
import { CircleX, DoorOpen } from 'lucide-react'
import { useRef, useState } from 'react'
import { useServerNow } from '../platform/live.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'
import { TransferTool } from '../transfer/index.ts'
import { SessionOptions } from './SessionOptions.tsx'
import { customerOf } from './who.ts'

/** The session's options, ending or leaving, each after one more question, and the times of the session. */
export function EndTools({ client }: { readonly client: SessionClient }) {
  const { actions } = useObservable(client.state)
  const [asking, setAsking] = useState<'session.end' | 'session.leave'>()
  return (
    <div className="flex flex-wrap items-center gap-3">
      <SessionOptions client={client} />
      <TransferTool client={client} />
      {actions.includes('session.end') ? (
        <Button
          look="danger-quiet"
          icon={<CircleX aria-hidden="true" className="size-4.5" />}
          onClick={() => setAsking('session.end')}
        >
          End Session
        </Button>
      ) : null}
      {actions.includes('session.leave') ? (
        <Button icon={<DoorOpen aria-hidden="true" className="size-4.5" />} onClick={() => setAsking('session.leave')}>
          Leave Session
        </Button>
      ) : null}
      <Times client={client} />
      {asking ? <EndDialog client={client} how={asking} onClose={() => setAsking(undefined)} /> : null}
    </div>
  )
}

function Times({ client }: { readonly client: SessionClient }) {
  const { session } = useObservable(client.state).story
  const now = useServerNow()
  return (
    <p className="text-sm text-ink-soft">
      Started {formatClock(session.startedAt)}, running for{' '}
      <span className="tabular-nums">{formatSpan(now - session.startedAt)}</span>
    </p>
  )
}

interface EndDialogProps {
  readonly client: SessionClient
  readonly how: 'session.end' | 'session.leave'
  readonly onClose: () => void
}

function EndDialog({ client, how, onClose }: EndDialogProps) {
  const { session } = useObservable(client.state).story
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  const stay = useRef<HTMLButtonElement>(null)
  const ends = how === 'session.end'
  const customer = presentCustomer(session) ? customerOf(session)?.name : undefined
  const go = async (): Promise<void> => {
    setBusy(true)
    try {
      await client.send(how, {})
      onClose()
    } catch (reason) {
      setError(sentenceOf(reason))
      setBusy(false)
    }
  }
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      initialFocus={stay}
      title={ends ? 'End this session?' : 'Leave this session?'}
      description={
        ends
          ? `${customer ? `${customer} and everybody else are` : 'Everybody is'} disconnected, and all that is running stops. Notes and transcript stay.`
          : 'Your own permissions end. Your colleagues go on with the customer.'
      }
      width="small"
      footer={
        <>
          <Button ref={stay} onClick={onClose}>
            Stay
          </Button>
          <Button look="danger" busy={busy} onClick={() => void go()}>
            {ends ? 'End Session' : 'Leave Session'}
          </Button>
        </>
      }
    >
      {error ? (
        <p role="alert" className="font-medium text-danger-ink">
          {error}
        </p>
      ) : null}
    </AlertDialog>
  )
}

import { openTransfer } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, IconButton, Notice, useObservable } from '@deskside/ui'
import { ArrowRightLeft, X } from 'lucide-react'
import { useState } from 'react'
import { useServerNow } from '../platform/live.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'
import { aimWords, returnWords } from './transfer-words.ts'

/** How the session's handing over stands, for everybody in it who represents; its giver can take it back. */
export function TransferBar({ client }: { readonly client: SessionClient }) {
  const { transfer, session } = useObservable(client.state).story
  const [seen, setSeen] = useState<string>()
  const open = openTransfer(transfer)
  const mine = session.primaryId === client.participantId
  const returned = transfer.is === 'returned' && mine && seen !== transfer.id ? transfer : undefined
  // One place for both, so that a screen reader hears what comes into it.
  return (
    <div role="status" aria-label="Transfer" className="shrink-0">
      {open ? (
        <Notice
          tone="accent"
          className="rounded-none!"
          icon={<ArrowRightLeft className="size-5 rtl:-scale-x-100" />}
          actions={mine ? <TakeBack client={client} transferId={open.id} /> : null}
        >
          <span>
            {mine ? 'Waiting' : <bdi>{session.participants[open.fromId]?.name ?? ''} waits</bdi>} for{' '}
            <bdi>{open.to.kind === 'agent' ? open.to.name : `somebody in ${aimWords(open.to)}`}</bdi> to take this
            session over.
          </span>{' '}
          <Since at={open.at} />
        </Notice>
      ) : null}
      {returned ? (
        <Notice
          tone="warn"
          className="rounded-none!"
          actions={
            <IconButton
              size="small"
              label="Close this notice"
              icon={<X className="size-5" />}
              onClick={() => setSeen(returned.id)}
            />
          }
        >
          This session stays with you: <bdi>{returnWords(returned.to, returned.reason)}</bdi>.
        </Notice>
      ) : null}
    </div>
  )
}

/** Not read out: it is another every second. */
function Since({ at }: { readonly at: number }) {
  const now = useServerNow()
  return (
    <span aria-hidden="true" className="tabular-nums opacity-80">
      {formatSpan(now - at)}
    </span>
  )
}

function TakeBack({ client, transferId }: { readonly client: SessionClient; readonly transferId: string }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const takeBack = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      await client.send('transfer.withdraw', { transferId })
    } catch (error) {
      setProblem(sentenceOf(error))
      setBusy(false)
    }
  }
  return (
    <>
      {problem ? (
        <p role="alert" className="font-medium text-danger-ink">
          {problem}
        </p>
      ) : null}
      <Button size="small" busy={busy} onClick={() => void takeBack()}>
        Take back
      </Button>
    </>
  )
}

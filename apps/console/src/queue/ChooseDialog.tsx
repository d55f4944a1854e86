import type { Inbox, WaitingVisitor } from '@deskside/protocol'
import { AlertDialog, Badge, Button, Dialog, Notice, Spinner, useToast } from '@deskside/ui'
import { useNavigate } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { useLive, useServerNow } from '../platform/live.tsx'
import { isRefusal, sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'
import { NeededSkills } from './NeededSkills.tsx'
import { useWaiting } from './waiting.ts'

interface ChooseDialogProps {
  readonly queue: Inbox['queues'][number]
  readonly onClose: () => void
}

/** Who waits in a queue, for an agent who may take anybody of it. */
export function ChooseDialog({ queue, onClose }: ChooseDialogProps) {
  const { data: waiting, error } = useWaiting(queue.id, queue)
  const [taking, setTaking] = useState<WaitingVisitor>()
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={`Waiting in ${queue.name}`}
      description="You may take whom you like; the list is always as it is now."
      width="large"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      {error ? (
        <Notice tone="danger" role="alert">
          {sentenceOf(error)}
        </Notice>
      ) : null}
      {waiting === undefined && !error ? (
        <p className="flex items-center gap-2">
          <Spinner /> Looking…
        </p>
      ) : null}
      {waiting?.length === 0 ? <p role="status">Nobody waits at the moment.</p> : null}
      <ol aria-label="Waiting visitors" className="divide-y divide-line">
        {waiting?.map((visitor) => (
          <Row key={visitor.entryId} visitor={visitor} onTake={() => setTaking(visitor)} />
        ))}
      </ol>
      {taking ? <TakeDialog visitor={taking} onClose={() => setTaking(undefined)} onTaken={onClose} /> : null}
    </Dialog>
  )
}

function Row({ visitor, onTake }: { readonly visitor: WaitingVisitor; readonly onTake: () => void }) {
  const { name, answers, needs, place, waitingSince, offered, escalated } = visitor
  const now = useServerNow()
  return (
    <li className="flex items-start justify-between gap-4 py-3">
      <div className="min-w-0">
        <h3 className="font-semibold wrap-anywhere">
          <bdi>{name}</bdi>
        </h3>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-ink-soft wrap-anywhere">
          <span>
            waiting <span className="tabular-nums">{formatSpan(now - waitingSince)}</span>
          </span>
          {place ? <span>{place}</span> : null}
          {escalated ? <Badge tone="warn">goes first by now</Badge> : null}
          {offered ? <Badge>an agent is being asked</Badge> : null}
        </p>
        <NeededSkills needs={needs} />
        {answers.length > 0 ? (
          <dl className="mt-1 flex flex-col gap-1 text-sm">
            {answers.map(({ label, answer }, index) => (
              <div key={index}>
                <dt dir="auto" className="inline text-ink-soft wrap-anywhere">
                  {withColon(label)}
                </dt>{' '}
                <dd dir="auto" className="inline whitespace-pre-wrap wrap-anywhere">
                  {answer}
                </dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
      <Button size="small" aria-label={`Take ${name}`} onClick={onTake}>
        Take
      </Button>
    </li>
  )
}

/** A question has its mark already. */
const withColon = (label: string): string => (/[\p{L}\p{N})]$/u.test(label) ? `${label}:` : label)

interface TakeDialogProps {
  readonly visitor: WaitingVisitor
  readonly onClose: () => void
  readonly onTaken: () => void
}

/** Says once more who it is: a list that moves is easily missed by a line. */
function TakeDialog({ visitor, onClose, onTaken }: TakeDialogProps) {
  const { inbox } = useLive()
  const navigate = useNavigate()
  const toast = useToast()
  const cancel = useRef<HTMLButtonElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const take = async (): Promise<void> => {
    setBusy(true)
    setProblem(undefined)
    try {
      const sessionId = await inbox.take(visitor)
      onTaken()
      await navigate({ to: '/console/sessions/$sessionId', params: { sessionId } })
    } catch (error) {
      setBusy(false)
      if (!isRefusal(error, 'queue.offer-gone')) return setProblem(sentenceOf(error))
      toast({ title: `${visitor.name} does not wait any more`, description: 'Somebody else was first, or they left.' })
      onClose()
    }
  }
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      initialFocus={cancel}
      title={`Take ${visitor.name}?`}
      description="A session with them begins now, and they leave the line."
      width="small"
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" busy={busy} onClick={() => void take()}>
            Take
          </Button>
        </>
      }
    >
      {problem ? (
        <p role="alert" className="font-medium text-danger-ink">
          {problem}
        </p>
      ) : null}
    </AlertDialog>
  )
}

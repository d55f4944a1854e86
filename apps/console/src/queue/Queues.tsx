import { openAt } from '@deskside/protocol'
import type { Queue, UserRow } from '@deskside/protocol'
import { Button, Notice, Spinner, StatusDot, formatMoment } from '@deskside/ui'
import { Plus, UsersRound } from 'lucide-react'
import { useState } from 'react'
import { CopyButton } from '../platform/CopyButton.tsx'
import { Card, NothingHere } from '../platform/Page.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { useNow } from '../platform/times.ts'
import { skillsOf, useAgents } from './agents.ts'
import { DeleteQueueDialog } from './DeleteQueueDialog.tsx'
import { EmbedCode } from './EmbedCode.tsx'
import { QueueDialog } from './QueueDialog.tsx'
import { servingWords } from './queue-words.ts'
import { useQueues } from './queues.ts'

interface QueuesProps {
  /** The site's own address, before which a queue's stands. */
  readonly siteUrl: string
  /** Of whom agents are chosen. */
  readonly users: readonly UserRow[]
}

/** The administrator's part of the queues: which there are, and how each is set up. */
export function Queues({ siteUrl, users }: QueuesProps) {
  const { data: queues, error, isPending, refetch } = useQueues()
  const { data: agents } = useAgents()
  const skills = skillsOf(agents ?? [])
  const [changing, setChanging] = useState<Queue | 'new'>()
  const [deleting, setDeleting] = useState<string>()
  const deleted = queues?.find(({ id }) => id === deleting)
  const add = (
    <Button icon={<Plus aria-hidden="true" className="size-4.5" />} onClick={() => setChanging('new')}>
      Add a queue
    </Button>
  )
  const remove = ({ id }: Queue): void => {
    setDeleting(id)
    // How many wait is as it is now.
    void refetch()
  }
  return (
    <Card title="Queues">
      {queues?.length === 0 ? (
        <NothingHere icon={<UsersRound className="size-7" />} title="There are no queues yet">
          <p className="mb-4">
            Visitors who open a queue’s address wait in it for an agent. Add one, choose who serves it, and put its
            address on your page.
          </p>
          {add}
        </NothingHere>
      ) : (
        <div className="mb-4 flex flex-wrap items-center justify-between gap-3">
          <p className="text-ink-soft">Where visitors wait for help, and who serves them.</p>
          {add}
        </div>
      )}
      {error ? (
        <Notice tone="danger" role="alert">
          {sentenceOf(error)}
        </Notice>
      ) : null}
      {isPending ? (
        <p className="flex items-center gap-2">
          <Spinner /> Looking…
        </p>
      ) : null}
      <ul className="divide-y divide-line">
        {queues?.map((queue) => (
          <Row
            key={queue.id}
            queue={queue}
            queues={queues}
            siteUrl={siteUrl}
            users={users}
            onChange={setChanging}
            onDelete={remove}
          />
        ))}
      </ul>
      {changing ? (
        <QueueDialog
          queue={changing === 'new' ? undefined : changing}
          others={queues?.filter((queue) => queue !== changing) ?? []}
          skills={skills}
          siteUrl={siteUrl}
          users={users}
          onClose={() => setChanging(undefined)}
        />
      ) : null}
      {deleted ? <DeleteQueueDialog queue={deleted} onClose={() => setDeleting(undefined)} /> : null}
    </Card>
  )
}

interface RowProps extends QueuesProps {
  readonly queue: Queue
  readonly queues: readonly Queue[]
  readonly onChange: (queue: Queue) => void
  readonly onDelete: (queue: Queue) => void
}

function Row({ queue, queues, siteUrl, users, onChange, onDelete }: RowProps) {
  const address = `${siteUrl}/q/${queue.slug}`
  const agents = users.filter(({ id }) => queue.agentIds.includes(id)).map(({ name }) => name)
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="font-semibold wrap-anywhere">
          <bdi>{queue.name}</bdi>
        </h3>
        <p className="wrap-anywhere">
          <a
            href={address}
            target="_blank"
            rel="noopener"
            dir="ltr"
            className="text-accent-ink underline underline-offset-2"
          >
            {address}
          </a>
        </p>
        <p className="flex flex-wrap gap-x-5 text-sm text-ink-soft">
          <OpenNow queue={queue} />
          {queue.waiting === undefined ? null : <span>{queue.waiting} waiting</span>}
          <span className="wrap-anywhere">
            {agents.length === 0 ? 'No agents: nobody is asked yet' : `Agents: ${agents.join(', ')}`}
          </span>
        </p>
        <Serving queue={queue} queues={queues} />
      </div>
      <div className="flex flex-wrap gap-2">
        <CopyButton size="small" label="Copy link" aria-label={`Copy link of ${queue.name}`} text={address} />
        <EmbedCode queue={queue} siteUrl={siteUrl} />
        <Button size="small" aria-label={`Change ${queue.name}`} onClick={() => onChange(queue)}>
          Change
        </Button>
        <Button size="small" look="danger-quiet" aria-label={`Delete ${queue.name}`} onClick={() => onDelete(queue)}>
          Delete
        </Button>
      </div>
    </li>
  )
}

/** What of a queue's serving is other than usual, in a line. */
function Serving({ queue, queues }: Pick<RowProps, 'queue' | 'queues'>) {
  const words = servingWords(queue.serving, (id) => queues.find((other) => other.id === id)?.name)
  if (words.length === 0) return null
  return <p className="text-sm text-ink-soft wrap-anywhere">{words.join(' · ')}</p>
}

function OpenNow({ queue }: { readonly queue: Queue }) {
  const now = useNow()
  // By the minute, as hours are.
  const { open, changesAt } = openAt(queue.hours, Math.floor(now / 60_000) * 60_000)
  return (
    <StatusDot tone={open ? 'good' : 'neutral'}>
      {open ? 'Open now' : 'Closed now'}
      {changesAt === null ? '' : `, ${open ? 'until' : 'opens'} ${formatMoment(changesAt)}`}
    </StatusDot>
  )
}

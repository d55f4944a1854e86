import type { Board } from '@deskside/protocol'
import { Notice, SelectField, Spinner, StatusDot, TextField } from '@deskside/ui'
import { Activity } from 'lucide-react'
import { useState } from 'react'
import type { ReactNode } from 'react'
import { useAccount } from '../account/index.ts'
import { Card, NothingHere, Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { AgentTable } from './AgentTable.tsx'
import { finds, isOfQueue, summaryOf } from './board-words.ts'
import type { QueueFilter } from './board-words.ts'
import { LineTable } from './LineTable.tsx'
import { QueueTable } from './QueueTable.tsx'
import { SessionTable } from './SessionTable.tsx'
import { useBoard } from './use-board.ts'

/** The manager's page: queues, who waits, agents and live sessions, as they are now. */
export function MonitorPage() {
  usePageTitle('Monitor')
  const { data: account } = useAccount()
  const { board, line } = useBoard()
  return (
    <Page
      wide
      title="Monitor"
      lead="Queues, agents and sessions as they are now."
      actions={
        <span className="text-sm text-ink-soft">
          {line === 'online' ? (
            <StatusDot tone="good">Live</StatusDot>
          ) : (
            <StatusDot tone="warn">{board ? 'Connection lost, trying again' : 'Connecting…'}</StatusDot>
          )}
        </span>
      }
    >
      {line === 'offline' && board ? (
        <Notice tone="warn" role="alert">
          The connection was lost. What stands here is how things were; it goes on by itself.
        </Notice>
      ) : null}
      {board ? (
        <Boards board={board} me={account?.id ?? ''} administrator={account?.role === 'administrator'} />
      ) : (
        <p role="status" className="flex items-center gap-2 text-ink-soft">
          <Spinner /> Looking…
        </p>
      )}
    </Page>
  )
}

interface BoardsProps {
  readonly board: Board
  readonly me: string
  readonly administrator: boolean
}

function Boards({ board, me, administrator }: BoardsProps) {
  const [queueId, setQueueId] = useState<QueueFilter>('')
  const [search, setSearch] = useState('')
  // A queue that was deleted meanwhile filters nothing.
  const filter = queueId === 'none' || board.queues.some(({ id }) => id === queueId) ? queueId : ''
  const queues = board.queues.filter(({ id }) => filter !== 'none' && isOfQueue(filter, [id]))
  const visitors = board.line.filter(({ queueId: id, name }) => isOfQueue(filter, [id]) && finds(search, name))
  const agents = board.agents.filter(({ queueIds, name }) => isOfQueue(filter, queueIds) && finds(search, name))
  const sessions = board.sessions.filter(
    ({ queueId: id, customerName, representatives }) =>
      isOfQueue(filter, [id]) && finds(search, customerName, ...representatives.map(({ name }) => name)),
  )
  const narrowed = filter !== '' || search.trim() !== ''
  return (
    <>
      <search className="flex flex-wrap items-end gap-x-5 gap-y-3">
        <SelectField
          label="Queue"
          fieldClassName="min-w-48"
          value={filter}
          onChange={(event) => setQueueId(event.target.value)}
        >
          <option value="">All</option>
          {board.queues.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="none">Sessions without a queue</option>
        </SelectField>
        <TextField
          label="Find a person"
          type="search"
          fieldClassName="min-w-48 flex-1"
          maxLength={80}
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </search>
      <p role="status" aria-label="Summary" className="text-ink-soft">
        {summaryOf(board)}
      </p>
      {filter === 'none' ? null : (
        <>
          <Part title="Queues" empty={queues.length === 0 ? <NoQueues administrator={administrator} /> : null}>
            <QueueTable queues={queues} />
          </Part>
          <Part title="Waiting" empty={visitors.length === 0 ? nobody(narrowed, 'Nobody waits at the moment.') : null}>
            <LineTable board={board} visitors={visitors} />
          </Part>
          <Part
            title="Agents"
            empty={
              agents.length === 0
                ? nobody(narrowed, 'Nobody serves a queue yet. Agents are chosen in each queue.')
                : null
            }
          >
            <AgentTable board={board} agents={agents} />
          </Part>
        </>
      )}
      <Part
        title="Sessions"
        empty={sessions.length === 0 ? nobody(narrowed, 'There is no live session at the moment.') : null}
      >
        {board.policy === 'forbidden' ? (
          <p className="mb-3 text-sm text-ink-soft">
            This site does not allow watching. Barging in and taking over happen openly.
          </p>
        ) : null}
        <SessionTable board={board} sessions={sessions} me={me} />
      </Part>
    </>
  )
}

const nobody = (narrowed: boolean, words: string): ReactNode => (
  <p className="text-ink-soft">{narrowed ? 'Nothing here fits what you look for.' : words}</p>
)

interface PartProps {
  readonly title: string
  /** What stands in its place while it has nothing. */
  readonly empty: ReactNode
  readonly children: ReactNode
}

function Part({ title, empty, children }: PartProps) {
  return <Card title={title}>{empty ?? children}</Card>
}

function NoQueues({ administrator }: { readonly administrator: boolean }) {
  return (
    <NothingHere icon={<Activity className="size-7" />} title="There are no queues yet">
      <p>
        {administrator
          ? 'Add one under Administration, and what happens in it stands here.'
          : 'Once an administrator has added one, what happens in it stands here.'}
      </p>
    </NothingHere>
  )
}

import type { AgentRow } from '@deskside/protocol'
import { Badge, Button, Notice, Spinner } from '@deskside/ui'
import { useState } from 'react'
import { Card } from '../platform/Page.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { AgentDialog } from './AgentDialog.tsx'
import { skillsOf, useAgents } from './agents.ts'
import { useQueues } from './queues.ts'

/** The administrator's part of the agents: what each can do, how much at once, and for which queues. */
export function Agents() {
  const { data: agents, error, isPending } = useAgents()
  const { data: queues } = useQueues()
  const [changing, setChanging] = useState<string>()
  const changed = agents?.find(({ id }) => id === changing)
  return (
    <Card title="Agents">
      <p className="mb-2 text-ink-soft">
        Who may serve queues: their skills with levels from 1 to 5, and how much they help with at once.
      </p>
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
      <ul aria-label="Agents" className="divide-y divide-line">
        {agents?.map((agent) => (
          <Row key={agent.id} agent={agent} onChange={setChanging} />
        ))}
      </ul>
      {changed && queues ? (
        <AgentDialog
          agent={changed}
          queues={queues}
          skills={skillsOf(agents ?? [])}
          onClose={() => setChanging(undefined)}
        />
      ) : null}
    </Card>
  )
}

function Row({ agent, onChange }: { readonly agent: AgentRow; readonly onChange: (id: string) => void }) {
  const { id, name, queues, settings } = agent
  return (
    <li className="flex flex-wrap items-start justify-between gap-3 py-3">
      <div className="min-w-0 flex-1 basis-72">
        <h3 className="font-semibold wrap-anywhere">
          <bdi>{name}</bdi>
        </h3>
        {settings.skills.length > 0 ? (
          <ul aria-label={`Skills of ${name}`} className="my-1 flex flex-wrap gap-1.5">
            {settings.skills.map(({ skill, level }) => (
              <li key={skill}>
                <Badge tone="accent" className="whitespace-normal! wrap-anywhere">
                  {skill} {level}
                </Badge>
              </li>
            ))}
          </ul>
        ) : null}
        <p className="flex flex-wrap gap-x-5 text-sm text-ink-soft">
          <span>Capacity {settings.capacity}</span>
          {settings.skills.length === 0 ? <span>No skills</span> : null}
          <span className="wrap-anywhere">
            {queues.length === 0 ? 'No queues' : `Queues: ${queues.map((queue) => queue.name).join(', ')}`}
          </span>
        </p>
      </div>
      <Button size="small" aria-label={`Change the agent ${name}`} onClick={() => onChange(id)}>
        Change
      </Button>
    </li>
  )
}

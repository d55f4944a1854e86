import { agentListSchema, agentRowSchema } from '@deskside/protocol'
import type { AgentRow, AgentSettings, Queue } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { QUEUES_KEY, saveQueue, settingsIn } from './queues.ts'

const AGENTS_KEY = ['agents'] as const

/** Everybody who may serve queues, by name. */
export function useAgents() {
  return useQuery({
    queryKey: AGENTS_KEY,
    queryFn: async () => {
      const { agents } = await callApi({ method: 'GET', path: '/api/v1/agents', answer: agentListSchema })
      return agents.toSorted((a, b) => a.name.localeCompare(b.name))
    },
  })
}

/** Skills that some agent has, in one spelling each. */
export function skillsOf(agents: readonly AgentRow[]): string[] {
  const names = new Map<string, string>()
  for (const { settings } of agents)
    for (const { skill } of settings.skills) if (!names.has(skill.toLowerCase())) names.set(skill.toLowerCase(), skill)
  return [...names.values()].toSorted((a, b) => a.localeCompare(b))
}

interface AgentChange {
  readonly id: string
  readonly settings: AgentSettings
  /** The queues that they come into, and those that they go out of. */
  readonly into: readonly Queue[]
  readonly outOf: readonly Queue[]
}

/** An administrator's change of an agent: what they can do, and which queues they serve. */
export function useChangeAgent() {
  const queries = useQueryClient()
  return useMutation({
    async mutationFn({ id, settings, into, outOf }: AgentChange) {
      const path = `/api/v1/agents/${encodeURIComponent(id)}/settings`
      await callApi({ method: 'PUT', path, body: settings, answer: agentRowSchema })
      for (const queue of into)
        await saveQueue({ id: queue.id, settings: { ...settingsIn(queue), agentIds: [...queue.agentIds, id] } })
      for (const queue of outOf) {
        const agentIds = queue.agentIds.filter((agentId) => agentId !== id)
        await saveQueue({ id: queue.id, settings: { ...settingsIn(queue), agentIds } })
      }
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: AGENTS_KEY }),
        queries.invalidateQueries({ queryKey: QUEUES_KEY }),
      ]),
  })
}

import type { AvailableAgent, Distributing, NewOffer, QueueRules, WaitingEntry } from '../queue/distribute.ts'

interface Pair {
  readonly entry: WaitingEntry
  readonly queue: QueueRules
  readonly agent: AvailableAgent
}

/** All offers that SPEC R7 to R9 let be made, by looking at each visitor with each agent. */
export function allowedOffers({ queues, waiting, agents }: Distributing): readonly Pair[] {
  return waiting.flatMap((entry) => {
    const queue = queues.find(({ id }) => id === entry.queueId)
    if (!queue) return []
    if (queue.distribution !== 'everybody' && entry.offeredTo.length > 0) return []
    const serving = agents.filter(({ queueIds }) => queueIds.includes(queue.id))
    const declines = (agent: AvailableAgent): number => entry.declinedBy.filter((id) => id === agent.id).length
    return serving
      .filter((agent) => agent.room >= 1 && !entry.offeredTo.includes(agent.id))
      .filter((agent) => !serving.some((other) => declines(other) < declines(agent)))
      .map((agent) => ({ entry, queue, agent }))
  })
}

/**
 * The one offer to make next, straight from the words of SPEC R5 and R10: slow, and for that easy to see through.
 * @param now any time after the last one came
 */
export function nextOffer(facts: Distributing, now: number): NewOffer | undefined {
  const pairs = allowedOffers(facts)
  const points = ({ entry, queue }: Pair): number => queue.priority * 75 + (now - entry.enteredAt) / 1000
  const first = pairs.toSorted(
    (a, b) => points(b) - points(a) || a.entry.enteredAt - b.entry.enteredAt || byText(a.entry.id, b.entry.id),
  )[0]
  if (!first) return undefined
  const agents = pairs.filter(({ entry }) => entry.id === first.entry.id).map(({ agent }) => agent)
  const agent = agents.sort((a, b) => turnsOf(first.queue)(a, b) || byText(a.id, b.id))[0]
  return agent && { entryId: first.entry.id, agentId: agent.id }
}

/** The facts once an offer is made. */
export function afterOffer(facts: Distributing, { entryId, agentId }: NewOffer): Distributing {
  const entry = facts.waiting.find(({ id }) => id === entryId)
  const agent = facts.agents.find(({ id }) => id === agentId)
  if (!entry || !agent) throw new Error('an offer of nobody, or to nobody')
  return {
    queues: facts.queues.map((queue) =>
      queue.id === entry.queueId ? { ...queue, lastOfferedTo: { id: agent.id, name: agent.name } } : queue,
    ),
    waiting: facts.waiting.map((one) => (one === entry ? { ...entry, offeredTo: [...entry.offeredTo, agentId] } : one)),
    agents: facts.agents.map((one) => (one === agent ? { ...agent, room: agent.room - 1, idleSince: undefined } : one)),
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byName = (a: { name: string; id: string }, b: { name: string; id: string }): number =>
  a.name.localeCompare(b.name, 'en') || byText(a.id, b.id)

function turnsOf({ distribution, lastOfferedTo }: QueueRules): (a: AvailableAgent, b: AvailableAgent) => number {
  switch (distribution) {
    case 'everybody':
      return () => 0
    case 'most-idle':
      return (a, b) => {
        if (a.idleSince !== undefined && b.idleSince !== undefined) return a.idleSince - b.idleSince
        if (a.idleSince !== undefined) return -1
        if (b.idleSince !== undefined) return 1
        return b.room - a.room
      }
    case 'round-robin':
      return (a, b) => {
        const passed = (agent: AvailableAgent): number => (lastOfferedTo && byName(agent, lastOfferedTo) <= 0 ? 1 : 0)
        return passed(a) - passed(b) || byName(a, b)
      }
  }
}

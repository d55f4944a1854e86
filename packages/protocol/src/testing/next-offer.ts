import type { AvailableAgent, Distributing, NewOffer, QueueRules, WaitingEntry } from '../queue/facts.ts'

interface Pair {
  readonly entry: WaitingEntry
  readonly queue: QueueRules
  readonly agent: AvailableAgent
  /** The queue in whose name the agent is asked. */
  readonly asked: QueueRules
}

/** All offers that SPEC R7 to R9 and R13 to R15 let be made, by looking at each visitor with each agent. */
export function allowedOffers(facts: Distributing): readonly Pair[] {
  const { now, queues, waiting, agents } = facts
  return waiting.flatMap((entry) => {
    const queue = queues.find(({ id }) => id === entry.queueId)
    if (!queue) return []
    if (queue.distribution !== 'everybody' && entry.offeredTo.length > 0) return []
    const needs = entry.needs.filter(
      ({ relaxAfterMs }) => relaxAfterMs === null || now < entry.enteredAt + relaxAfterMs,
    )
    const target = targetOf(entry, queue, facts)
    const able = agents
      .filter(({ id }) => !entry.notFor?.includes(id))
      .filter(({ skills }) =>
        needs.every((need) =>
          skills.some(({ skill, level }) => skill.toLowerCase() === need.skill.toLowerCase() && level >= need.level),
        ),
      )
      .flatMap((agent) => {
        if (agent.queueIds.includes(queue.id)) return [{ agent, asked: queue }]
        return target && agent.queueIds.includes(target.id) ? [{ agent, asked: target }] : []
      })
    const declines = ({ id }: AvailableAgent): number => entry.declinedBy.filter((by) => by === id).length
    const fewest = Math.min(...able.map(({ agent }) => declines(agent)))
    const paused = ({ id }: AvailableAgent): boolean =>
      entry.pauses.some(({ agentId, until }) => agentId === id && now < until)
    return able
      .filter(({ agent }) => agent.room >= queue.weight || (agent.room >= 1 && agent.idleSince !== undefined))
      .filter(({ agent }) => !entry.offeredTo.includes(agent.id) && !paused(agent) && declines(agent) === fewest)
      .map(({ agent, asked }) => ({ entry, queue, agent, asked }))
  })
}

/** Where a visitor overflows to now. */
function targetOf(
  { enteredAt }: WaitingEntry,
  { id, overflow, waiting }: QueueRules,
  { now, queues, agents }: Distributing,
): QueueRules | undefined {
  if (!overflow) return undefined
  const { afterMs, whenWaiting, whenNobody, toQueueId } = overflow
  const late = afterMs !== null && now >= enteredAt + afterMs
  const many = whenWaiting !== null && waiting > whenWaiting
  const nobody = whenNobody && !agents.some(({ queueIds }) => queueIds.includes(id))
  return late || many || nobody ? queues.find((queue) => queue.id === toQueueId && queue.id !== id) : undefined
}

/** The one offer to make next, straight from the words of SPEC R5, R10, R15 and R16: slow, and for that easy to see through. */
export function nextOffer(facts: Distributing): NewOffer | undefined {
  const { now } = facts
  const pairs = allowedOffers(facts)
  const priority = ({ entry, queue: { priority, escalation } }: Pair): number =>
    escalation && now >= entry.enteredAt + escalation.afterMs ? Math.max(priority, escalation.priority) : priority
  const points = (pair: Pair): number => priority(pair) * 75 + (now - pair.entry.enteredAt) / 1000
  const first = pairs.toSorted(
    (a, b) => points(b) - points(a) || a.entry.enteredAt - b.entry.enteredAt || byText(a.entry.id, b.entry.id),
  )[0]
  if (!first) return undefined
  const all = pairs.filter(({ entry }) => entry.id === first.entry.id)
  const own = all.filter(({ asked }) => asked === first.queue)
  const [asked] = own.length > 0 ? own : all
  if (!asked) return undefined
  const choices = (own.length > 0 ? own : all).map(({ agent }) => agent)
  const agent = choices.sort((a, b) => turnsOf(asked)(a, b) || byText(a.id, b.id))[0]
  return agent && { entryId: first.entry.id, agentId: agent.id, queueId: asked.asked.id }
}

/** The facts once an offer is made. */
export function afterOffer(facts: Distributing, { entryId, agentId, queueId }: NewOffer): Distributing {
  const entry = facts.waiting.find(({ id }) => id === entryId)
  const agent = facts.agents.find(({ id }) => id === agentId)
  const weight = facts.queues.find(({ id }) => id === entry?.queueId)?.weight
  if (!entry || !agent || weight === undefined) throw new Error('an offer of nobody, or to nobody')
  return {
    now: facts.now,
    queues: facts.queues.map((queue) =>
      queue.id === queueId ? { ...queue, lastOfferedTo: { id: agent.id, name: agent.name } } : queue,
    ),
    waiting: facts.waiting.map((one) => (one === entry ? { ...entry, offeredTo: [...entry.offeredTo, agentId] } : one)),
    agents: facts.agents.map((one) =>
      one === agent ? { ...agent, room: agent.room - weight, idleSince: undefined } : one,
    ),
  }
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const byName = (a: { name: string; id: string }, b: { name: string; id: string }): number =>
  a.name.localeCompare(b.name, 'en') || byText(a.id, b.id)

function turnsOf({ queue, asked }: Pair): (a: AvailableAgent, b: AvailableAgent) => number {
  const { lastOfferedTo } = asked
  if (queue.distribution === 'everybody') return () => 0
  if (asked.distribution === 'round-robin')
    return (a, b) => {
      const passed = (agent: AvailableAgent): number => (lastOfferedTo && byName(agent, lastOfferedTo) <= 0 ? 1 : 0)
      return passed(a) - passed(b) || byName(a, b)
    }
  return (a, b) => {
    if (a.idleSince !== undefined && b.idleSince !== undefined) return a.idleSince - b.idleSince
    if (a.idleSince !== undefined) return -1
    if (b.idleSince !== undefined) return 1
    return b.room - a.room
  }
}

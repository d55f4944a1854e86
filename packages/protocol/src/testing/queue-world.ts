import { distribute } from '../queue/distribute.ts'
import type { Distributing, NewOffer, QueueRules } from '../queue/distribute.ts'

interface Agent {
  readonly id: string
  readonly name: string
  readonly queueIds: readonly string[]
  /** Sessions that they take at once. */
  readonly capacity: number
  available: boolean
  idleSince: number
  /** Sessions and offers that they have. */
  held: number
}

interface Visitor {
  readonly id: string
  readonly queueId: string
  readonly enteredAt: number
  readonly declinedBy: string[]
  /** Agents who hold an offer of them. */
  readonly offeredTo: string[]
}

/** What the database keeps. */
interface Kept {
  readonly now: number
  readonly queues: readonly QueueRules[]
  readonly agents: readonly Agent[]
  readonly waiting: readonly Visitor[]
  readonly sessions: readonly (readonly [string, string])[]
}

/**
 * Queues as the server has them, over the real `distribute`, with a clock that stands still until it is moved. What is odd
 * (an answer to an offer that is gone, more than an agent can take) throws.
 */
export class QueueWorld {
  now = 0
  readonly queues = new Map<string, QueueRules>()
  readonly agents = new Map<string, Agent>()
  readonly waiting = new Map<string, Visitor>()
  /** Agents by the visitor whom they help. */
  readonly sessions = new Map<string, string>()

  addQueue(rules: Omit<QueueRules, 'lastOfferedTo'>): void {
    this.queues.set(rules.id, { ...rules, lastOfferedTo: undefined })
  }

  addAgent(agent: { id: string; queueIds: readonly string[]; capacity?: number; name?: string }): void {
    const { id, queueIds, capacity = 1, name = id } = agent
    this.agents.set(id, { id, name, queueIds, capacity, available: true, idleSince: this.now, held: 0 })
  }

  arrive(id: string, queueId: string): void {
    this.waiting.set(id, { id, queueId, enteredAt: this.now, declinedBy: [], offeredTo: [] })
  }

  /** A visitor gives up. */
  leave(id: string): void {
    this.#withdraw(this.#visitor(id))
    this.waiting.delete(id)
  }

  accept({ entryId, agentId }: NewOffer): void {
    const visitor = this.#visitor(entryId)
    if (!visitor.offeredTo.includes(agentId)) throw new Error('accepted what was not offered')
    this.#withdraw(visitor)
    this.waiting.delete(entryId)
    this.sessions.set(entryId, agentId)
    this.#agent(agentId).held += 1
  }

  decline({ entryId, agentId }: NewOffer): void {
    const visitor = this.#visitor(entryId)
    this.#takeBack(visitor, agentId)
    visitor.declinedBy.push(agentId)
  }

  /** An offer's time is over. */
  miss(offer: NewOffer): void {
    this.decline(offer)
    this.setAvailable(offer.agentId, false)
  }

  end(entryId: string): void {
    const agentId = this.sessions.get(entryId)
    if (agentId === undefined || !this.sessions.delete(entryId)) throw new Error('ended what was no session')
    this.#release(this.#agent(agentId))
  }

  setAvailable(agentId: string, available: boolean): void {
    const agent = this.#agent(agentId)
    agent.available = available
    if (available) return
    for (const visitor of this.waiting.values())
      if (visitor.offeredTo.includes(agentId)) this.#takeBack(visitor, agentId)
  }

  /** The server dies with all that it had in memory, and begins again from what is kept. */
  restart(): void {
    const kept: Kept = {
      now: this.now,
      queues: [...this.queues.values()],
      agents: [...this.agents.values()],
      waiting: [...this.waiting.values()],
      sessions: [...this.sessions],
    }
    // A database gives back what it kept in any order; here in the opposite one.
    const { now, queues, agents, waiting, sessions } = JSON.parse(JSON.stringify(kept)) as Kept
    this.now = now
    refill(this.queues, queues.map((queue) => [queue.id, queue] as const).reverse())
    refill(this.agents, agents.map((agent) => [agent.id, agent] as const).reverse())
    refill(this.waiting, waiting.map((visitor) => [visitor.id, visitor] as const).reverse())
    refill(this.sessions, sessions)
  }

  get facts(): Distributing {
    return {
      queues: [...this.queues.values()],
      waiting: [...this.waiting.values()],
      agents: [...this.agents.values()]
        .filter(({ available }) => available)
        .map(({ id, name, queueIds, capacity, held, idleSince }) => ({
          id,
          name,
          queueIds,
          room: capacity - held,
          idleSince: held === 0 ? idleSince : undefined,
        })),
    }
  }

  /** Offers what is to be offered now. */
  settle(): readonly NewOffer[] {
    if (this.waiting.size === 0) return []
    const offers = distribute(this.facts)
    for (const { entryId, agentId } of offers) {
      const [visitor, agent] = [this.#visitor(entryId), this.#agent(agentId)]
      visitor.offeredTo.push(agentId)
      agent.held += 1
      if (!agent.available || agent.held > agent.capacity) throw new Error('offered to an agent without room')
      const queue = this.queues.get(visitor.queueId)
      if (!queue || !agent.queueIds.includes(queue.id))
        throw new Error('offered in a queue that the agent does not serve')
      this.queues.set(queue.id, { ...queue, lastOfferedTo: { id: agent.id, name: agent.name } })
    }
    return offers
  }

  #withdraw(visitor: Visitor): void {
    for (const agentId of visitor.offeredTo.slice()) this.#takeBack(visitor, agentId)
  }

  #takeBack(visitor: Visitor, agentId: string): void {
    const at = visitor.offeredTo.indexOf(agentId)
    if (at < 0) throw new Error('took back what was not offered')
    visitor.offeredTo.splice(at, 1)
    this.#release(this.#agent(agentId))
  }

  #release(agent: Agent): void {
    agent.held -= 1
    if (agent.held === 0) agent.idleSince = this.now
  }

  #visitor(id: string): Visitor {
    const visitor = this.waiting.get(id)
    if (!visitor) throw new Error('nobody of that id waits')
    return visitor
  }

  #agent(id: string): Agent {
    const agent = this.agents.get(id)
    if (!agent) throw new Error('there is no agent of that id')
    return agent
  }
}

function refill<T>(map: Map<string, T>, entries: readonly (readonly [string, T])[]): void {
  map.clear()
  for (const [key, value] of entries) map.set(key, value)
}

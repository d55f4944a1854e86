import type { AgentSkill } from '../queue/agents-http.ts'
import { distribute } from '../queue/distribute.ts'
import { DECLINE_PAUSE_MS } from '../queue/facts.ts'
import type { Distributing, NewOffer, QueueRules, VisitorNeed } from '../queue/facts.ts'
import { nextChange } from '../queue/waits.ts'

interface Agent {
  readonly id: string
  readonly name: string
  queueIds: readonly string[]
  readonly skills: readonly AgentSkill[]
  readonly capacity: number
  available: boolean
  idleSince: number
  /** How many sessions and offers they have, and how much of their capacity these take. */
  having: number
  used: number
  wrapUpUntil: number
}

interface Visitor {
  readonly id: string
  readonly queueId: string
  readonly enteredAt: number
  readonly needs: readonly VisitorNeed[]
  readonly declinedBy: string[]
  /** Agents who hold an offer of them. */
  readonly offeredTo: string[]
  readonly pauses: { readonly agentId: string; readonly until: number }[]
}

type Queue = Omit<QueueRules, 'waiting'> & {
  /** Of each who comes and brings none. */
  readonly needs: readonly VisitorNeed[]
  readonly wrapUpMs: number
}
interface Session {
  readonly agentId: string
  readonly queueId: string
}

/** What the database keeps. */
interface Kept {
  readonly now: number
  readonly queues: readonly Queue[]
  readonly agents: readonly Agent[]
  readonly waiting: readonly Visitor[]
  readonly sessions: readonly (readonly [string, Session])[]
}

/**
 * Queues as the server has them, over the real `distribute`, with a clock that stands still until it is moved. What is odd
 * (an answer to an offer that is gone, more than an agent can take) throws.
 */
export class QueueWorld {
  now = 0
  readonly queues = new Map<string, Queue>()
  readonly agents = new Map<string, Agent>()
  readonly waiting = new Map<string, Visitor>()
  /** By the visitor who is helped. */
  readonly sessions = new Map<string, Session>()

  addQueue(queue: Pick<Queue, 'id' | 'distribution' | 'priority'> & Partial<Queue>): void {
    const plain = { weight: 1, overflow: null, escalation: null, needs: [], wrapUpMs: 0 }
    this.queues.set(queue.id, { ...plain, ...queue, lastOfferedTo: undefined })
  }

  addAgent(agent: {
    readonly id: string
    readonly queueIds: readonly string[]
    readonly capacity?: number
    readonly name?: string
    readonly skills?: readonly AgentSkill[]
  }): void {
    const { id, queueIds, capacity = 1, name = id, skills = [] } = agent
    const idle = { available: true, idleSince: this.now, having: 0, used: 0, wrapUpUntil: 0 }
    this.agents.set(id, { id, name, queueIds, capacity, skills, ...idle })
  }

  arrive(id: string, queueId: string, needs = this.queues.get(queueId)?.needs ?? []): void {
    const nobody = { declinedBy: [], offeredTo: [], pauses: [] }
    this.waiting.set(id, { id, queueId, enteredAt: this.now, needs, ...nobody })
  }

  /** A visitor gives up. */
  leave(id: string): void {
    this.#withdraw(this.#visitor(id))
    this.waiting.delete(id)
  }

  accept({ entryId, agentId }: Pick<NewOffer, 'entryId' | 'agentId'>): void {
    const visitor = this.#visitor(entryId)
    if (!visitor.offeredTo.includes(agentId)) throw new Error('accepted what was not offered')
    this.#begin(visitor, agentId)
  }

  /** An agent takes somebody whose turn it is not. */
  choose({ entryId, agentId }: Pick<NewOffer, 'entryId' | 'agentId'>): void {
    this.#begin(this.#visitor(entryId), agentId)
  }

  decline({ entryId, agentId }: Pick<NewOffer, 'entryId' | 'agentId'>): void {
    const visitor = this.#visitor(entryId)
    this.#takeBack(visitor, agentId)
    visitor.declinedBy.push(agentId)
    visitor.pauses.push({ agentId, until: this.now + DECLINE_PAUSE_MS })
  }

  /** An offer's time is over. */
  miss({ entryId, agentId }: Pick<NewOffer, 'entryId' | 'agentId'>): void {
    const visitor = this.#visitor(entryId)
    this.#takeBack(visitor, agentId)
    visitor.declinedBy.push(agentId)
    this.setAvailable(agentId, false)
  }

  end(entryId: string): void {
    const session = this.sessions.get(entryId)
    if (!session || !this.sessions.delete(entryId)) throw new Error('ended what was no session')
    const [agent, queue] = [this.#agent(session.agentId), this.queues.get(session.queueId)]
    this.#release(agent, queue?.weight ?? 0)
    if (agent.available) agent.wrapUpUntil = Math.max(agent.wrapUpUntil, this.now + (queue?.wrapUpMs ?? 0))
  }

  setAvailable(agentId: string, available: boolean): void {
    const agent = this.#agent(agentId)
    agent.available = available
    // Their own word ends a wrap-up.
    agent.wrapUpUntil = 0
    if (available) return
    for (const visitor of this.waiting.values())
      if (visitor.offeredTo.includes(agentId)) this.#takeBack(visitor, agentId)
  }

  /** They are taken out of the first of their queues: what they were offered in its name goes to others (queue R19). */
  leaveQueue(agentId: string): void {
    const agent = this.#agent(agentId)
    const [left, ...rest] = agent.queueIds
    agent.queueIds = rest
    for (const visitor of this.waiting.values()) {
      const { toQueueId } = this.queues.get(visitor.queueId)?.overflow ?? {}
      const through = [visitor.queueId, toQueueId].filter((id) => id !== undefined && rest.includes(id))
      const concerned = left === visitor.queueId || left === toQueueId
      if (concerned && through.length === 0 && visitor.offeredTo.includes(agentId)) this.#takeBack(visitor, agentId)
    }
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
    const counts = new Map<string, number>()
    for (const { queueId } of this.waiting.values()) counts.set(queueId, (counts.get(queueId) ?? 0) + 1)
    return {
      now: this.now,
      queues: [...this.queues.values()].map((queue) => ({ ...queue, waiting: counts.get(queue.id) ?? 0 })),
      waiting: [...this.waiting.values()],
      agents: [...this.agents.values()]
        .filter(({ available, wrapUpUntil }) => available && wrapUpUntil <= this.now)
        .map(({ id, name, queueIds, skills, capacity, used, having, idleSince }) => ({
          id,
          name,
          queueIds,
          skills,
          room: capacity - used,
          idleSince: having === 0 ? idleSince : undefined,
        })),
    }
  }

  /** When something may be offered next though nothing happens; the server sets its timer by the same. */
  get wakesAt(): number | undefined {
    const wrapUps = [...this.agents.values()].map(({ wrapUpUntil }) => wrapUpUntil).filter((until) => until > this.now)
    const next = nextChange(this.facts)
    return next === undefined && wrapUps.length === 0 ? undefined : Math.min(next ?? Infinity, ...wrapUps)
  }

  /** Offers what is to be offered now. */
  settle(): readonly NewOffer[] {
    if (this.waiting.size === 0) return []
    const offers = distribute(this.facts)
    for (const { entryId, agentId, queueId } of offers) {
      const [visitor, agent] = [this.#visitor(entryId), this.#agent(agentId)]
      const [queue, asked] = [this.queues.get(visitor.queueId), this.queues.get(queueId)]
      if (
        !queue ||
        !asked ||
        !agent.queueIds.includes(asked.id) ||
        ![queue.id, queue.overflow?.toQueueId].includes(asked.id)
      )
        throw new Error('offered in a queue that the agent does not serve')
      visitor.offeredTo.push(agentId)
      agent.having += 1
      agent.used += queue.weight
      if (!agent.available || agent.wrapUpUntil > this.now || (agent.used > agent.capacity && agent.having > 1))
        throw new Error('offered to an agent without room')
      this.queues.set(asked.id, { ...asked, lastOfferedTo: { id: agent.id, name: agent.name } })
    }
    return offers
  }

  #begin(visitor: Visitor, agentId: string): void {
    this.#withdraw(visitor)
    this.waiting.delete(visitor.id)
    this.sessions.set(visitor.id, { agentId, queueId: visitor.queueId })
    const agent = this.#agent(agentId)
    agent.having += 1
    agent.used += this.queues.get(visitor.queueId)?.weight ?? 0
  }

  #withdraw(visitor: Visitor): void {
    for (const agentId of visitor.offeredTo.slice()) this.#takeBack(visitor, agentId)
  }

  #takeBack(visitor: Visitor, agentId: string): void {
    const at = visitor.offeredTo.indexOf(agentId)
    if (at < 0) throw new Error('took back what was not offered')
    visitor.offeredTo.splice(at, 1)
    this.#release(this.#agent(agentId), this.queues.get(visitor.queueId)?.weight ?? 0)
  }

  #release(agent: Agent, weight: number): void {
    agent.having -= 1
    agent.used -= weight
    if (agent.having === 0) agent.idleSince = this.now
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

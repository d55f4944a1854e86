import type { Distribution } from './settings.ts'
import { compareIds, turnOf } from './turns.ts'
import type { Taker, Turn } from './turns.ts'

/** One who waits and holds no offer, or in a queue of `everybody` not one from every agent. */
export interface WaitingEntry {
  readonly id: string
  readonly queueId: string
  readonly enteredAt: number
  /**
   * Agents who declined or missed them, once for each time, in any order. Who did is asked again only where no available
   * agent of the queue did so fewer times.
   */
  readonly declinedBy: readonly string[]
  /** Agents who are never to hear of them: they are with them already. */
  readonly notFor?: readonly string[]
  /** Agents who hold an offer of them now. */
  readonly offeredTo: readonly string[]
}

/** Each agent who is available, with or without room: who has none at the moment is still one who could take a declined visitor later. */
export interface AvailableAgent {
  readonly id: string
  readonly queueIds: readonly string[]
  /** Sessions and offers that they may still take beside those they have; whole. Below 1 there is no room. */
  readonly room: number
  /** Since when they have no session and no offer, in milliseconds since 1970; undefined: they have some. */
  readonly idleSince: number | undefined
  /** By which round robin goes. */
  readonly name: string
}

export interface QueueRules {
  readonly id: string
  readonly distribution: Distribution
  readonly priority: number
  /**
   * The agent who was offered somebody last, with their name: round robin goes on after them also when they are no longer
   * here. Undefined: nobody yet. After a call it is the agent of the queue's last new offer.
   */
  readonly lastOfferedTo: { readonly id: string; readonly name: string } | undefined
}

/** Points of priority that a wait of a minute adds: after ten minutes somebody of priority 1 goes before who just came with 9. */
export const AGEING_PER_MINUTE = 0.8

/** All grow alike with time, so the choice does not depend on the clock. */
export interface Distributing {
  readonly queues: readonly QueueRules[]
  /** In any order. */
  readonly waiting: readonly WaitingEntry[]
  /** In any order. */
  readonly agents: readonly AvailableAgent[]
}

export interface NewOffer {
  readonly entryId: string
  readonly agentId: string
}

/**
 * Who is to be offered to whom now (queue R5, R7 to R11), in the order in which the choices were made. Pure: the caller makes
 * it happen at once and for all, or not at all, against the same facts. Asked again with the offers that it made, it has
 * nothing to add.
 *
 * - The first in line over all queues chooses first, by its queue's way; then the next. Ties go by id.
 * - Most idle: who has been idle the longest; where nobody is, who has the most room left.
 * - Everybody: each visitor takes a place of each agent who hears of them, so further visitors are offered only to those
 *   who have more room.
 *
 * With n waiting, m agents in k queues in all and r offers made it takes time in the order of (n + r) log n + k log m, and of
 * what `declinedBy` and `offeredTo` hold.
 */
export function distribute({ queues, waiting, agents }: Distributing): readonly NewOffer[] {
  let room = agents.reduce((sum, agent) => sum + Math.max(0, agent.room), 0)
  if (room === 0 || waiting.length === 0) return []
  const serving = new Map(queues.map((rules) => [rules.id, new ServedQueue(rules)]))
  for (const agent of agents) {
    const taker = { id: agent.id, name: agent.name, room: agent.room, idleSince: agent.idleSince }
    for (const queueId of agent.queueIds) serving.get(queueId)?.add(taker)
  }
  const offers: NewOffer[] = []
  for (const { entry, queue } of inLine(waiting, serving)) {
    if (room === 0) break
    for (const taker of queue.takersOf(entry)) {
      taker.room -= 1
      taker.idleSince = undefined
      room -= 1
      offers.push({ entryId: entry.id, agentId: taker.id })
    }
  }
  return offers
}

interface InLine {
  readonly entry: WaitingEntry
  readonly queue: ServedQueue
  /** When they would have come had they waited out their queue's priority. */
  readonly asIfSince: number
}

const MS_PER_PRIORITY = Math.round(60_000 / AGEING_PER_MINUTE)

function inLine(waiting: readonly WaitingEntry[], serving: ReadonlyMap<string, ServedQueue>): readonly InLine[] {
  const line: InLine[] = []
  for (const entry of waiting) {
    const queue = serving.get(entry.queueId)
    if (!queue?.isServed) continue
    line.push({ entry, queue, asIfSince: entry.enteredAt - queue.rules.priority * MS_PER_PRIORITY })
  }
  return line.sort(
    (a, b) => a.asIfSince - b.asIfSince || a.entry.enteredAt - b.entry.enteredAt || compareIds(a.entry, b.entry),
  )
}

/** A queue with the available agents who serve it. */
class ServedQueue {
  readonly rules: QueueRules
  readonly #takers = new Map<string, Taker>()
  #turn: Turn | undefined

  constructor(rules: QueueRules) {
    this.rules = rules
  }

  add(taker: Taker): void {
    this.#takers.set(taker.id, taker)
  }

  get isServed(): boolean {
    return this.#takers.size > 0
  }

  /** Who is to hear of this one. */
  takersOf(entry: WaitingEntry): readonly Taker[] {
    const { distribution, lastOfferedTo } = this.rules
    if (distribution !== 'everybody' && entry.offeredTo.length > 0) return []
    this.#turn ??= turnOf({ distribution, takers: [...this.#takers.values()], last: lastOfferedTo })
    return this.#turn.pick(this.#mayHearOf(entry))
  }

  #mayHearOf(entry: WaitingEntry): (taker: Taker) => boolean {
    const { declinedBy, offeredTo, notFor = [] } = entry
    if (declinedBy.length === 0 && offeredTo.length === 0 && notFor.length === 0) return everyone
    const never = new Set(notFor.filter((id) => this.#takers.has(id)))
    const holding = new Set(offeredTo)
    const declines = new Map<string, number>()
    for (const id of declinedBy)
      if (this.#takers.has(id) && !never.has(id)) declines.set(id, (declines.get(id) ?? 0) + 1)
    const fewest = declines.size < this.#takers.size - never.size ? 0 : Math.min(...declines.values())
    return ({ id }) => (declines.get(id) ?? 0) === fewest && !holding.has(id) && !never.has(id)
  }
}

const everyone = (): boolean => true

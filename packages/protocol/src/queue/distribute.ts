import type { Distribution } from './settings.ts'

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
 * Who is to be offered to whom now (queue R5, R7 to R11). Pure: the caller makes it happen at once and for all, or not at all,
 * against the same facts.
 */
export function distribute(_facts: Distributing): readonly NewOffer[] {
  return []
}

import type { Distribution } from './settings.ts'

/** One who waits and holds no offer, or in a queue of `everybody` not one from every agent. */
export interface WaitingEntry {
  readonly id: string
  readonly queueId: string
  readonly enteredAt: number
  /** Agents who declined or missed them: asked again only where there is no other who serves the queue and is available. */
  readonly declinedBy: readonly string[]
  /** Agents who hold an offer of them now. */
  readonly offeredTo: readonly string[]
}

export interface FreeAgent {
  readonly id: string
  readonly queueIds: readonly string[]
  /** Sessions and offers that they may still take; whole, at least 1. */
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
  /** The agent who was offered somebody last; undefined: nobody yet. */
  readonly lastOfferedTo: string | undefined
}

/** Points of priority that a wait of a minute adds: after ten minutes somebody of priority 1 goes before who just came with 9. */
export const AGEING_PER_MINUTE = 0.8

export interface Distributing {
  readonly now: number
  readonly queues: readonly QueueRules[]
  /** In any order. */
  readonly waiting: readonly WaitingEntry[]
  readonly agents: readonly FreeAgent[]
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

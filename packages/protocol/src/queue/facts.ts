import type { AgentSkill } from './agents-http.ts'
import type { Distribution } from './settings.ts'

/** A skill that a visitor's agent must have. */
export interface VisitorNeed {
  readonly skill: string
  /** At least. */
  readonly level: number
  /** After so long a wait, in milliseconds, it holds no longer; null: it always does. */
  readonly relaxAfterMs: number | null
}

/** Who declined a visitor is not asked again sooner, even where there is nobody else (queue R8). */
export const DECLINE_PAUSE_MS = 15_000

/** One who waits and holds no offer, or in a queue of `everybody` not one from every agent. */
export interface WaitingEntry {
  readonly id: string
  readonly queueId: string
  readonly enteredAt: number
  readonly needs: readonly VisitorNeed[]
  /**
   * Agents who declined or missed them, once for each time, in any order. Who did is asked again only where no available
   * agent who may take them did so fewer times.
   */
  readonly declinedBy: readonly string[]
  /** Agents who are never to hear of them: they are with them already. */
  readonly notFor?: readonly string[]
  /** Agents who hold an offer of them now. */
  readonly offeredTo: readonly string[]
  /** Agents to whom they are not to be offered before a time, even where there is nobody else. */
  readonly pauses: readonly { readonly agentId: string; readonly until: number }[]
}

/** Each agent who is available, with or without room: who has none at the moment is still one who could take a declined visitor later. */
export interface AvailableAgent {
  readonly id: string
  readonly queueIds: readonly string[]
  readonly skills: readonly AgentSkill[]
  /** What of their capacity is left beside the sessions and offers that they have; whole. Below 1 there is no room. */
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
   * here. Undefined: nobody yet. After a call it is the agent of the last new offer in this queue's name.
   */
  readonly lastOfferedTo: { readonly id: string; readonly name: string } | undefined
  /** How much of an agent's room one of its visitors takes; 1 or more, whole. */
  readonly weight: number
  /** How many wait in it, those who hold an offer included; `waiting` below need not hold them all. */
  readonly waiting: number
  /** Another queue whose agents are asked, too, once one of these holds; that queue's own overflow is not followed. */
  readonly overflow: {
    readonly toQueueId: string
    readonly afterMs: number | null
    readonly whenWaiting: number | null
    readonly whenNobody: boolean
  } | null
  /** Who waited so long has this priority, if it is the higher one. */
  readonly escalation: { readonly afterMs: number; readonly priority: number } | null
}

/** Priorities grow alike, so the order of two depends on the clock only where one escalates. */
export interface Distributing {
  readonly now: number
  readonly queues: readonly QueueRules[]
  /** In any order. */
  readonly waiting: readonly WaitingEntry[]
  /** In any order. */
  readonly agents: readonly AvailableAgent[]
}

export interface NewOffer {
  readonly entryId: string
  readonly agentId: string
  /** The queue in whose name they are asked, and whose turn it was: the visitor's own, or the one that it overflows to. */
  readonly queueId: string
}

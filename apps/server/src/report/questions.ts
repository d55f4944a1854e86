import type { AgentTally, Interval, ReportTally } from '@deskside/protocol'

/** What is asked of queues. */
export interface QueueQuestion {
  /** One after the other, without gaps. */
  readonly intervals: readonly Interval[]
  readonly queueIds: readonly string[] | undefined
  /** Now, in milliseconds since 1970: until then who waits has waited. */
  readonly now: number
  readonly shortSeconds: number
  /** Instead of each queue's own. */
  readonly targetSeconds?: number
}

export interface QueueTallies {
  /** Of each interval, in order. */
  readonly intervals: readonly ReportTally[]
  readonly queues: ReadonlyMap<string, ReportTally>
  readonly total: ReportTally
}

/** What agents' reports are made of, and of whom. */
export interface AgentTallyRow extends AgentTally {
  readonly agentId: string
  readonly name: string
  readonly disabled: boolean
}

export interface QueueName {
  readonly id: string
  readonly name: string
  readonly deleted: boolean
}

/** A part of a tally: of an interval (by number, from 1), of a queue, or where both are null of everything. */
export type Cell = Partial<ReportTally> & { readonly bucket: number | null; readonly queueId: string | null }

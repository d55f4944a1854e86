import type { AgentSettings, Hours, Inbox, Offer, PresenceState, QueueSettings } from '@deskside/protocol'
import type { ColumnType, Generated } from 'kysely'

type Json<T> = ColumnType<T, string, string>

export interface QueueTable {
  id: string
  slug: string
  name: string
  description: string
  hours: Json<Hours>
  form: Json<QueueSettings['form']>
  distribution: QueueSettings['distribution']
  priority: number
  accept_seconds: number
  serving: Json<QueueSettings['serving']>
  visiting: Json<QueueSettings['visiting']>
  last_offered_to: string | null
  deleted_at: number | null
}
export interface AgentPresenceTable {
  user_id: string
  state: PresenceState
  reason: Inbox['reason']
  since: number
  /** Since when they have no session and no offer; null while they have some. */
  idle_since: number | null
  /** When a server last knew of a page of theirs. */
  seen_at: number
  /** When they are available again by themselves; null unless in wrap-up. */
  wrap_up_until: number | null
  /** How much of their capacity their sessions take, as of the last look. */
  used: number
}
export interface AgentSettingsTable {
  user_id: string
  capacity: number
  skills: Json<AgentSettings['skills']>
}
export interface QueueEntryTable {
  id: string
  queue_id: string
  /** Of the token in their browser: the only way back to their place. */
  token_hash: string
  /** Hash of the address, while they wait. */
  came_from: string | null
  name: string
  answers: Json<Offer['answers']>
  place: string
  browser: string
  entered_at: number
  /** When a server last knew of a page of theirs. */
  seen_at: number
  state: 'waiting' | 'accepted' | 'gone'
  ended_at: number | null
  session_id: string | null
  participant_id: string | null
  declined_by: string[]
  /** Options that they chose, by the form's field. */
  choices: Json<Readonly<Record<string, string>>>
  /** Which of the queue's needs are theirs, a bit each: those without a condition, and those of what they chose. Kept by the database. */
  readonly needs: ColumnType<number, never, never>
  escalated_at: number | null
  /** Who accepted them. */
  agent_id: string | null
  /** When that agent was done with them. */
  served_at: number | null
  /** The session that is handed over, where this is no visitor (transfer). */
  transfer_of: Generated<string | null>
  /** The one agent who is asked; null for any of the queue. */
  transfer_to: Generated<string | null>
  transfer_from: Generated<string | null>
  transfer_message: Generated<string | null>
  /** Agents who are never offered it: they are in that session. */
  not_for: Generated<string[]>
  /** The session that put them back, where they wait a second time, and who was lost in it. */
  back_from: Generated<string | null>
  lost_agent: Generated<string | null>
}
export interface QueueOfferTable {
  id: string
  entry_id: string
  agent_id: string
  /** The queue as whose agent they are asked: the visitor's, or one that it overflows to. */
  queue_id: string
  /** One agent at a time hears of this entry. */
  alone: boolean
  made_at: number
  expires_at: number
  state: 'open' | 'accepted' | 'declined' | 'missed' | 'withdrawn'
  closed_at: number | null
}
declare module '../platform/database.ts' {
  interface Database {
    queue: QueueTable
    queue_agent: { queue_id: string; user_id: string }
    agent_presence: AgentPresenceTable
    agent_settings: AgentSettingsTable
    queue_entry: QueueEntryTable
    queue_offer: QueueOfferTable
  }
}

/** What is kept of who gave up: that somebody did, and when. */
export const ERASED = {
  name: '',
  answers: '[]',
  choices: '{}',
  place: '',
  browser: '',
  came_from: null,
  transfer_message: null,
}

import type { Board, MonitoredAgent, MonitoredSession } from '@deskside/protocol'
import { MISSED_WORDS, REASON_WORDS, STATE_WORDS } from '../queue/index.ts'

/** What stands where there is no figure yet. */
export const NO_FIGURE = '–'

/** A share of one as people read it: "62%". */
export const percent = (rate: number | null): string => (rate === null ? NO_FIGURE : `${Math.round(rate * 100)}%`)

/** How an agent stands, with the reason. */
export function stateWords({ state, reason }: Pick<MonitoredAgent, 'state' | 'reason'>): string {
  if (state !== 'away' || reason === null) return STATE_WORDS[state]
  return reason === 'missed' ? MISSED_WORDS : (REASON_WORDS[reason as keyof typeof REASON_WORDS] ?? STATE_WORDS.away)
}

/** The page in a sentence: read out when it changes, so without anything that changes with every second. */
export function summaryOf({ line, queues, agents, sessions }: Board): string {
  const waiting = queues.reduce((sum, queue) => sum + queue.waiting, 0)
  const available = agents.filter(({ state }) => state === 'available').length
  const waits = waiting === 0 ? 'Nobody waits' : `${waiting} ${waiting === 1 ? 'visitor waits' : 'visitors wait'}`
  const offered = line.filter(({ offeredTo }) => offeredTo.length > 0).length
  const asked = offered === 0 ? '' : `, ${offered} of them offered to an agent`
  return `${waits}${asked}. ${available} of ${agents.length} agents available. ${sessions.length} live ${sessions.length === 1 ? 'session' : 'sessions'}.`
}

/** What is searched for stands in any of these. */
export function finds(search: string, ...texts: readonly (string | null)[]): boolean {
  const wanted = search.trim().toLocaleLowerCase()
  return wanted === '' || texts.some((text) => text?.toLocaleLowerCase().includes(wanted))
}

/** `none`: of sessions that came through no queue; empty: all. */
export type QueueFilter = string

export const isOfQueue = (filter: QueueFilter, ids: readonly (string | null)[]): boolean =>
  filter === '' || (filter === 'none' ? ids.every((id) => id === null) : ids.includes(filter))

/** How somebody is in a session: by their account. */
export function roleIn(
  { representatives, watchers }: MonitoredSession,
  userId: string,
): 'primary' | 'assisting' | 'watching' | 'out' {
  if (representatives[0]?.userId === userId) return 'primary'
  if (representatives.some((each) => each.userId === userId)) return 'assisting'
  return watchers.some((each) => each.userId === userId) ? 'watching' : 'out'
}

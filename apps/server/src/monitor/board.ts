import { figuresOf, presentRepresentatives, presentWatchers, startOfDay } from '@deskside/protocol'
import type { Board, MonitoredAgent, MonitoredQueue, MonitoredSession, SessionState } from '@deskside/protocol'
import type { Clock } from '../platform/clock.ts'
import type { SessionService } from '../session/index.ts'
import type { SiteService } from '../site/index.ts'
import type { MonitorStore, QueueRow, SessionRow } from './store.ts'

/** How far back "lately" goes, in milliseconds. */
const LATELY_MS = 30 * 60_000

interface Parts {
  readonly store: MonitorStore
  readonly session: Pick<SessionService, 'live'>
  readonly site: Pick<SiteService, 'monitoring'>
  readonly clock: Clock
}

/** The manager's page as it is now (monitor R8). */
export async function makeBoard({ store, session, site, clock }: Parts): Promise<Board> {
  const now = clock.now()
  const rows = await store.queues()
  const [tallies, agents, offers, line, sessions] = await Promise.all([
    store.tallies(
      rows.flatMap(({ id: queueId, timeZone, targetSeconds }) => [
        { queueId, targetSeconds, since: startOfDay(timeZone, now) },
        { queueId, targetSeconds, since: now - LATELY_MS },
      ]),
      now,
    ),
    store.agents(),
    store.offers(),
    store.line(),
    store.sessions(),
  ])
  const figures = tallies.map(figuresOf)
  const held = Map.groupBy(offers, ({ agentId }) => agentId)
  const offered = Map.groupBy(offers, ({ entryId }) => entryId)
  const nameOf = new Map(agents.map(({ userId, name }) => [userId, name]))
  return {
    now,
    policy: site.monitoring().policy,
    queues: rows.flatMap((row, index) => {
      const [today, lately] = [figures[index * 2], figures[index * 2 + 1]]
      return today && lately ? [queueOf(row, { today, lately, agents: countStates(agents, row.id) })] : []
    }),
    agents: agents.map((agent) => ({
      ...agent,
      offers: (held.get(agent.userId) ?? []).map(({ id, name, expiresAt }) => ({ id, name, expiresAt })),
    })),
    line: line.map((visitor) => ({
      ...visitor,
      offeredTo: (offered.get(visitor.id) ?? []).flatMap(({ agentId }) => nameOf.get(agentId) ?? []),
    })),
    sessions: sessions.map((row) => sessionOf(row, session.live(row.id)?.story.session)),
  }
}

function queueOf(row: QueueRow, counted: Pick<MonitoredQueue, 'today' | 'lately' | 'agents'>): MonitoredQueue {
  const { id, name, waiting, targetSeconds, longestSince: since, longestName } = row
  const longest = since === null ? null : { since, name: longestName ?? '' }
  return { id, name, waiting, targetSeconds, longest, ...counted }
}

function countStates(agents: readonly Pick<MonitoredAgent, 'state' | 'queueIds'>[], queueId: string) {
  const counts: MonitoredQueue['agents'] = {}
  for (const { state, queueIds } of agents) if (queueIds.includes(queueId)) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

/** Of a session that another server holds only what is stored of it is known. */
function sessionOf(row: SessionRow, state: SessionState | undefined): MonitoredSession {
  const { id, startedAt, customerName, ownerId, ownerName, queueId, queueName } = row
  const account = ({ userId, name }: { readonly userId: string; readonly name: string }) => ({ userId, name })
  const helping = state ? presentRepresentatives(state) : [{ id: '', userId: ownerId, name: ownerName }]
  return {
    id,
    startedAt,
    customerName,
    queueId,
    queueName,
    representatives: helping
      .toSorted((a, b) => Number(b.id === state?.primaryId) - Number(a.id === state?.primaryId))
      .map(account),
    watchers: state ? presentWatchers(state).map(account) : [],
  }
}

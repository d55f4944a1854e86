import { openAt, openTransfer, presentCustomer, presentRepresentatives } from '@deskside/protocol'
import type { StoryEvent, TransferReturn, TransferTarget, TransferTargets } from '@deskside/protocol'
import type { Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { Audit } from '../audit/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { LiveSession, SessionService } from '../session/index.ts'
import type { HandedCustomer, Standing, TransferStore } from './store.ts'
import type { Takeable } from './store-taking.ts'

export interface OfferInput {
  readonly sessionId: string
  /** The primary participant, or "system" where a manager does it in their place. */
  readonly by: string
  /** Who gives it, as the agents who are asked read it. */
  readonly giver: { readonly userId: string; readonly name: string }
  readonly to: TransferTarget
  readonly message: string
  readonly commandId?: string
}

export interface TransferService {
  /** To whom an asker could hand a session. @throws AppError transfer.not-agent */
  targets(live: LiveSession, userId: string): Promise<TransferTargets>
  isAgent(userId: string): Promise<boolean>
  /** @throws AppError transfer.already-offered, transfer.target-gone, transfer.agent-not-available, and what the story refuses. */
  offer(input: OfferInput): Promise<void>
  /**
   * An agent accepts an offer. @returns the session, the same however often it is asked; undefined where the offer is none of a
   * transfer. @throws AppError queue.offer-gone
   */
  take(offerId: string, agent: Agent): Promise<string | undefined>
  /** The same for an agent who takes it out of a queue's line where they may choose. */
  choose(entryId: string, agent: Agent): Promise<string | undefined>
  /** Something in the queues is other than before: what one agent was asked and did not take returns to its giver. */
  settle(): void
  /** Takes over what waits since before the server's start. */
  open(sessions: Iterable<LiveSession>): void
  stop(): Promise<void>
}

interface Parts {
  readonly store: TransferStore
  readonly session: SessionService
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Logger
  /** Takes its turn among all that moves entries and offers, and tells the other servers. */
  readonly joinTurn: (within: Transaction<Database>) => Promise<void>
  /** Somebody new waits in line, or does not any more. */
  readonly moved: () => void
}

const TYPES: readonly StoryEvent['type'][] = [
  'transfer.offered',
  'transfer.accepted',
  'transfer.returned',
  'transfer.withdrawn',
]

/**
 * Hands sessions to other agents. The story says whether a session is being handed over, an entry in a queue's line brings it to
 * an agent, and each changes only in one transaction with the other.
 */
export function createTransferService(parts: Parts): TransferService {
  const { store, session, clock, moved } = parts
  /** Sessions by the transfers that wait in them. */
  const waiting = new Map<string, string>()

  session.storeWith(TYPES, async (within, { events }) => {
    // Before the audit log's turn: whoever moves entries takes the two in this order.
    await parts.joinTurn(within)
    const over = events.flatMap(({ body }) =>
      body.type === 'transfer.returned' || body.type === 'transfer.withdrawn' ? [body.transferId] : [],
    )
    if (over.length > 0) await store.close(within, over, clock.now())
  })
  session.onStored(({ sessionId, fresh }) => {
    const news = fresh.flatMap(({ body }) => ('transferId' in body ? [body] : []))
    for (const body of news) {
      if (body.type === 'transfer.offered') waiting.set(body.transferId, sessionId)
      else waiting.delete(body.transferId)
    }
    if (news.length > 0) moved()
  })
  const settling = createSettling(parts, waiting)

  return {
    targets: (live, userId) => targetsOf(parts, live, userId),
    isAgent: (userId) => store.isAgent(userId),
    offer: (input) => offer(parts, input),
    take: (id, agent) =>
      take(parts, agent, {
        look: () => store.offered(id, agent.userId),
        claim: (within) => store.takeOffered(within, { id, agentId: agent.userId }, clock.now()),
      }),
    choose: (id, agent) =>
      take(parts, agent, {
        look: () => store.choosable(id, agent.userId),
        claim: (within) => store.takeChosen(within, { id, agentId: agent.userId }, clock.now()),
      }),
    settle: settling.settle,
    open(sessions) {
      for (const { sessionId, story } of sessions) {
        const open = openTransfer(story.transfer)
        if (open) waiting.set(open.id, sessionId)
      }
      settling.settle()
    },
    stop: settling.stop,
  }
}

async function targetsOf(
  { store, session, clock }: Parts,
  live: LiveSession,
  userId: string,
): Promise<TransferTargets> {
  if (!(await store.isAgent(userId))) throw new AppError('transfer.not-agent')
  const there = new Set(presentRepresentatives(live.story.session).map((r) => r.userId))
  const [agents, queues] = await Promise.all([store.agents(userId), store.queues()])
  const sessionsOf = (id: string): number =>
    session.liveOf(id).filter(({ story }) => presentRepresentatives(story.session).some((r) => r.userId === id)).length
  const isAvailable = ({ state }: { readonly state: string }): number => (state === 'available' ? 0 : 1)
  return {
    agents: agents
      .filter((agent) => !there.has(agent.userId))
      .map((agent) => ({ ...agent, sessions: sessionsOf(agent.userId) }))
      .sort((a, b) => isAvailable(a) - isAvailable(b) || a.name.localeCompare(b.name, 'en')),
    queues: queues.map(({ hours, ...queue }) => ({ ...queue, open: openAt(hours, clock.now()).open })),
  }
}

async function offer({ store, session, clock }: Parts, input: OfferInput): Promise<void> {
  const { sessionId, by, giver, to, message, commandId } = input
  const name = await store.nameOf(to, giver.userId)
  if (name === undefined) throw new AppError('transfer.target-gone')
  const id = newId()
  await session.command({
    sessionId,
    by,
    ...(commandId === undefined ? {} : { commandId }),
    command: { feature: 'transfer', do: 'offer', transferId: id, to: { kind: to.kind, name }, message },
    async alongside(within) {
      // As the story stands while this is stored: no other command of the session runs meanwhile.
      const live = session.live(sessionId)
      const notFor = live ? presentRepresentatives(live.story.session).map((r) => r.userId) : []
      if (to.kind === 'agent' && notFor.includes(to.userId)) throw new AppError('transfer.agent-not-available')
      const transfer = { id, sessionId, giver, to, message, customer: customerOf(live), notFor }
      if (await store.add(within, transfer, clock.now())) return
      throw new AppError(to.kind === 'agent' ? 'transfer.agent-not-available' : 'transfer.target-gone')
    },
  })
}

function customerOf(live: LiveSession | undefined): HandedCustomer {
  const customer = live && presentCustomer(live.story.session)
  const came = live?.events.findLast(
    ({ body }) => body.type === 'session.came-from-queue' && body.participantId === customer?.id,
  )
  const { answers, place, browser } =
    came?.body.type === 'session.came-from-queue' ? came.body : { answers: [], place: '', browser: '' }
  return { name: customer?.name ?? '', answers, place, browser }
}

interface Agent {
  readonly userId: string
  readonly name: string
}

/** How somebody takes a transfer: what is known of it, and the row that makes it theirs. */
interface Way {
  readonly look: () => Promise<Takeable | undefined>
  readonly claim: (within: Transaction<Database>) => Promise<boolean>
}

async function take(
  { store, session, audit }: Parts,
  { userId, name }: Agent,
  { look, claim }: Way,
): Promise<string | undefined> {
  const found = await look()
  if (!found) return undefined
  const { transferId, sessionId, open, theirs } = found
  if (theirs) return sessionId
  if (!open) throw new AppError('queue.offer-gone')
  const participantId = (await session.participantOf(sessionId, userId)) ?? newId()
  try {
    await session.command({
      sessionId,
      by: 'system',
      command: { feature: 'transfer', do: 'accept', transferId, participantId, userId, name },
      async alongside(within) {
        if (!(await claim(within))) throw new AppError('queue.offer-gone')
        await store.addMember(within, { session_id: sessionId, user_id: userId, participant_id: participantId })
        await audit.write(within, { actor: userId, action: 'transfer.accepted', subject: sessionId })
      },
    })
    return sessionId
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    // The same click, sent twice at once, is no refusal (transfer R4).
    if ((await look())?.theirs) return sessionId
    if (GONE.has(error.code)) throw new AppError('queue.offer-gone', { cause: error })
    throw error
  }
}

const GONE: ReadonlySet<string> = new Set(['transfer.gone', 'session.ended', 'session.not-found'])

/** Looks at what waits, one look at a time; what comes meanwhile makes one more. */
function createSettling(
  { store, session, log }: Parts,
  waiting: ReadonlyMap<string, string>,
): { settle(): void; stop(): Promise<void> } {
  let running: Promise<void> | undefined
  let again = false
  let stopped = false
  const look = async (): Promise<void> => {
    // Those that come while the database answers are none that it says nothing of.
    const asked = [...waiting]
    const standings = new Map((await store.standings(asked.map(([id]) => id))).map((each) => [each.id, each]))
    for (const [transferId, sessionId] of asked) {
      const reason = returnOf(standings.get(transferId))
      if (!reason) continue
      // Where another server knows better, the story is read anew and nothing is returned.
      const command = { feature: 'transfer', do: 'return', transferId, reason } as const
      await session.command({ sessionId, by: 'system', command })
    }
  }
  const lookOnce = async (): Promise<void> => {
    again = false
    try {
      await look()
    } catch (error) {
      if (!(error instanceof AppError) || !error.code.startsWith('session.'))
        log.error({ err: error }, 'a transfer could not be returned')
    }
    running = undefined
    if (again) settle()
  }
  const settle = (): void => {
    if (stopped || waiting.size === 0) return
    again = true
    running ??= lookOnce()
  }
  return {
    settle,
    async stop() {
      stopped = true
      await running
    },
  }
}

/** Why what its story says to wait does not wait any more; undefined while it does. */
function returnOf(standing: Standing | undefined): TransferReturn | undefined {
  if (standing?.state !== 'waiting') return 'queue-gone'
  if (!standing.toAgent || standing.offered) return undefined
  if (standing.last === 'declined' || standing.last === 'missed') return standing.last
  return 'away'
}

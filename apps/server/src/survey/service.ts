import { SURVEY_LIFE_MS } from '@deskside/protocol'
import type {
  AnswerSurvey,
  AskedSurvey,
  SessionSurvey,
  StoredEvent,
  Story,
  SurveyReport,
  SurveyReportQuery,
} from '@deskside/protocol'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { csvOf } from '../report/index.ts'
import type { SessionService } from '../session/index.ts'
import type { SurveyFilter, SurveyStore } from './store.ts'

/** Lines of one CSV at most. */
const CSV_MOST = 100_000

/** Whom a customer's token speaks for, or spoke for until the session was over for them. */
export interface SurveyedCustomer {
  readonly sessionId: string
  readonly participantId: string
}

export interface SurveyService {
  asked(customer: SurveyedCustomer | undefined): Promise<AskedSurvey>
  /** The first answer stays. @throws AppError survey.gone */
  answer(customer: SurveyedCustomer | undefined, answer: AnswerSurvey): Promise<AskedSurvey>
  skip(customer: SurveyedCustomer | undefined): Promise<AskedSurvey>
  of(sessionId: string): Promise<SessionSurvey>
  report(query: SurveyReportQuery): Promise<SurveyReport>
  csv(filter: SurveyFilter): Promise<string>
}

interface Parts {
  readonly store: SurveyStore
  readonly session: SessionService
  readonly clock: Clock
}

export function createSurveyService({ store, session, clock }: Parts): SurveyService {
  askAtTheEnd({ store, session, clock })

  /** The survey of theirs, as long as it may be answered. */
  const openOf = async (customer: SurveyedCustomer | undefined) => {
    const row = customer && (await store.of(customer.sessionId))
    if (!row || row.participant_id !== customer.participantId) return undefined
    return row.asked_at + SURVEY_LIFE_MS > clock.now() && row.skipped_at === null ? row : undefined
  }
  const asked = async (customer: SurveyedCustomer | undefined): Promise<AskedSurvey> => {
    const row = await openOf(customer)
    if (!row) return { is: 'nothing' }
    if (row.answered_at !== null) return { is: 'answered' }
    const { question, agentName, asked_at: at } = row
    return { is: 'asked', question, representativeName: agentName ?? '', until: at + SURVEY_LIFE_MS }
  }
  return {
    asked,
    async answer(customer, { rating, comment }) {
      const row = await openOf(customer)
      if (!row) throw new AppError('survey.gone')
      await store.close(row.session_id, { answered_at: clock.now(), rating, comment })
      const now = await asked(customer)
      if (now.is !== 'answered') throw new AppError('survey.gone')
      return now
    },
    async skip(customer) {
      const row = await openOf(customer)
      if (row) await store.close(row.session_id, { skipped_at: clock.now() })
      return asked(customer)
    },
    async of(sessionId) {
      const row = await store.of(sessionId)
      if (!row) return { is: 'nothing' }
      const { question, rating, comment, answered_at: answeredAt } = row
      if (answeredAt !== null && rating !== null) return { is: 'answered', question, rating, comment, answeredAt }
      return { is: row.skipped_at === null ? 'asked' : 'skipped', question }
    },
    async report({ before, limit, ...filter }) {
      const [{ asked: count, spread }, answers, queues, agents] = await Promise.all([
        store.figures(filter),
        store.answers(filter, { before, limit: limit + 1 }),
        store.queues(),
        store.agents(),
      ])
      const answered = spread.reduce((sum, n) => sum + n, 0)
      const total = spread.reduce((sum, n, index) => sum + n * (index + 1), 0)
      const average = answered === 0 ? null : total / answered
      const page = { answers: answers.slice(0, limit), more: answers.length > limit }
      return { asked: count, answered, average, spread, ...page, queues, agents }
    },
    async csv(filter) {
      const answers = await store.answers(filter, { before: undefined, limit: CSV_MOST })
      return csvOf(
        ['Answered at', 'Queue', 'Representative', 'Customer', 'Rating', 'Comment', 'Session'],
        answers.map(({ answeredAt, queueName, agentName, customerName, rating, comment, sessionId }) => [
          new Date(answeredAt).toISOString(),
          queueName,
          agentName,
          customerName,
          rating,
          comment,
          sessionId,
        ]),
      )
    },
  }
}

/** In the same commit in which a session is over for its customer, they are asked (survey R1). */
function askAtTheEnd({ store, session, clock }: Parts): void {
  session.storeWith(['session.ended', 'session.left'], async (within, { sessionId, events }) => {
    const question = await store.questionOf(within, sessionId)
    if (!question || !events.some((event) => isOver(event, question.participantId))) return
    const story = session.live(sessionId)?.story
    await store.ask(within, {
      session_id: sessionId,
      participant_id: question.participantId,
      queue_id: question.queueId,
      agent_id: story ? holderOf(story) : null,
      question: question.question,
      asked_at: clock.now(),
    })
  })
}

const isOver = ({ body }: StoredEvent, customerId: string): boolean =>
  body.type === 'session.ended' || (body.type === 'session.left' && body.participantId === customerId)

function holderOf({ session: { participants, primaryId } }: Story): string | null {
  const primary = participants[primaryId]
  return primary?.role === 'representative' ? primary.userId : null
}

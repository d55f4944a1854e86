import { CALL_WITHIN_MS, openAt, openingsBetween, problemsOfCallTime, problemsOfLeft } from '@deskside/protocol'
import type { ChangeMail, LeaveInMailbox, Mail, MailList, MailQuery, MailSlot, Mailbox } from '@deskside/protocol'
import type { Logger } from 'pino'
import type { Audit } from '../audit/index.ts'
import type { User } from '../platform/caller.ts'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { addressKeys, createFailureCounter } from '../platform/failure-counter.ts'
import { placeName } from '../platform/place-name.ts'
import { createMailWatch } from './mail-watch.ts'
import { deletesMail, seesMailboxesOf } from './policy.ts'
import type { MailReader, MailStore, NewMail, SlotRow } from './store.ts'

const HOUR_MS = 3_600_000
/** What a queue takes from one address in an hour (mailbox R3); of its network five times as much. */
const LEFT_AN_HOUR = 10
const MINUTE_MS = 60_000
/** What a queue takes in a minute from the pages of one other site: of a hostile one, open in many visitors' browsers (mailbox R3). */
const LEFT_A_MINUTE_OF_SITE = 30

/** Where something that is left comes from. */
interface Origin {
  readonly address: string
  /** The origin of the other site whose page it is. */
  readonly site: string | undefined
}

export interface MailboxService {
  /** @throws AppError queue.not-found */
  slot(slug: string): Promise<MailSlot>
  /** @throws AppError queue.not-found, mailbox.not-offered, mailbox.too-many, request.too-many, request.invalid by field */
  leave(slug: string, body: LeaveInMailbox, from: Origin): Promise<void>
  mailboxOf(userId: string): Promise<Mailbox>
  list(user: User, query: MailQuery): Promise<MailList>
  /** @throws AppError request.not-found, also for what is not theirs (THREATS E1) */
  one(user: User, id: string): Promise<Mail>
  /** @throws AppError request.not-found, mailbox.changed */
  change(user: User, id: string, change: ChangeMail): Promise<Mail>
  /** @throws AppError request.not-found, account.forbidden */
  remove(user: User, id: string): Promise<void>
  /** How many pages a representative has at this server now. */
  handlePages(userId: string, pages: number): void
  /** Something changed in the queues or their mailboxes. */
  handleNews(): void
  /** Told when what lies in somebody's mailboxes is another. */
  onMailbox(listener: (userId: string, mailbox: Mailbox) => void): void
  stop(): Promise<void>
}

interface Parts {
  readonly store: MailStore
  readonly audit: Audit
  readonly clock: Clock
  readonly log: Logger
  readonly siteName: () => string
}

export function createMailboxService(parts: Parts): MailboxService {
  const watch = createMailWatch(parts)
  return {
    ...createLeaving(parts, watch.soon),
    ...createWorkingOff(parts, watch.soon),
    async mailboxOf(userId) {
      const found = await parts.store.mailboxes([userId], parts.clock.now())
      return found.get(userId) ?? { queues: [], changes: 0 }
    },
    handlePages: watch.handlePages,
    handleNews: watch.soon,
    onMailbox: watch.onMailbox,
    stop: watch.stop,
  }
}

function createLeaving(
  { store, audit, clock, siteName }: Parts,
  moved: () => void,
): Pick<MailboxService, 'slot' | 'leave'> {
  const left = createFailureCounter(clock, HOUR_MS)
  const sites = createFailureCounter(clock, MINUTE_MS)
  /** Counts, too: who is refused has asked. */
  const countFrom = ({ address, site }: Origin, queueId: string): void => {
    const { own, network } = addressKeys(address)
    const keys = [own, network].map((key) => `${queueId} ${key}`)
    if (keys.some((key, index) => left.count(key) >= LEFT_AN_HOUR * (index === 0 ? 1 : 5)))
      throw new AppError('mailbox.too-many')
    const ofSite = `${queueId} ${site}`
    if (site !== undefined && sites.count(ofSite) >= LEFT_A_MINUTE_OF_SITE) throw new AppError('request.too-many')
    for (const key of keys) left.add(key)
    if (site !== undefined) sites.add(ofSite)
  }
  const slotAt = async (slug: string): Promise<SlotRow> => {
    const row = await store.slot(slug)
    if (!row) throw new AppError('queue.not-found')
    return row
  }
  return {
    async slot(slug) {
      const { name, form, hours, visiting } = await slotAt(slug)
      const now = clock.now()
      const openings = visiting.callBack ? openingsBetween(hours, { from: now, until: now + CALL_WITHIN_MS }) : []
      return {
        queueName: name,
        siteName: siteName(),
        form: [...form],
        leaveMessage: visiting.leaveMessage,
        callBack: openings.length > 0 ? { openings: [...openings] } : null,
      }
    },
    async leave(slug, body, from) {
      const queue = await slotAt(slug)
      const { leaveMessage, callBack } = queue.visiting
      if (!(body.kind === 'message' ? leaveMessage : callBack)) throw new AppError('mailbox.not-offered')
      const row = rowOf(body, queue, clock.now())
      if (await store.isThere(row.id)) return
      countFrom(from, queue.id)
      const line = { actor: 'anonymous', action: 'mailbox.left', subject: row.id }
      const stored = await store.add(row, (within) =>
        audit.write(within, { ...line, details: { queueId: queue.id, kind: row.kind } }),
      )
      if (!stored) throw new AppError('request.too-many')
      moved()
    },
  }
}

/** @throws AppError request.invalid by field; mailbox.not-offered where nobody can ever be called. */
function rowOf(body: LeaveInMailbox, { id: queueId, hours, form }: SlotRow, now: number): NewMail {
  const callAt = body.kind === 'call-back' ? (body.callAt ?? soonest(hours, now)) : null
  const given = body.kind === 'call-back' ? body.callAt : null
  const fields = [...problemsOfLeft(body, form), ...(given === null ? [] : problemsOfCallTime(given, hours, now))]
  if (fields.length > 0) throw new AppError('request.invalid', { fields })
  const { id, kind, name, text, timeZone } = body
  const common = { id, queue_id: queueId, kind, name, text, place: placeName(timeZone), left_at: now, call_at: callAt }
  if (body.kind === 'call-back') return { ...common, answers: [], email: '', phone: body.phone }
  const answers = form.flatMap(({ id: field, label }) => {
    const answer = body.answers[field]?.trim() ?? ''
    return answer === '' ? [] : [{ label, answer }]
  })
  const { answerBy, address } = body
  return { ...common, answers, email: answerBy === 'email' ? address : '', phone: answerBy === 'phone' ? address : '' }
}

function soonest(hours: SlotRow['hours'], now: number): number {
  const { open, changesAt } = openAt(hours, now)
  if (open) return now
  if (changesAt === null) throw new AppError('mailbox.not-offered')
  return changesAt
}

const ACTIONS = { new: 'mailbox.given-back', 'in-hand': 'mailbox.taken', done: 'mailbox.done' } as const

function createWorkingOff(
  { store, audit, clock }: Parts,
  moved: () => void,
): Pick<MailboxService, 'list' | 'one' | 'change' | 'remove'> {
  const readerOf = (user: User): MailReader => ({ userId: user.userId, sees: seesMailboxesOf(user) })
  const one = async (user: User, id: string): Promise<Mail> => {
    const mail = await store.one(readerOf(user), id)
    if (!mail) throw new AppError('request.not-found')
    return mail
  }
  return {
    async list(user, query) {
      const { limit } = query
      const found = await store.list(readerOf(user), { ...query, limit: limit + 1, now: clock.now() })
      return { messages: found.slice(0, limit), more: found.length > limit }
    },
    one,
    async change(user, id, { version, ...to }) {
      const mail = await one(user, id)
      const set = {
        state: to.state,
        holder_id: to.state === 'new' ? null : user.userId,
        changed_at: clock.now(),
        ...(to.state === 'done' ? { note: to.note ?? '' } : {}),
      }
      const line = { actor: user.userId, action: ACTIONS[to.state], subject: id, details: { queueId: mail.queueId } }
      const changed = await store.change({ id, version, set }, (within) => audit.write(within, line))
      if (!changed) throw new AppError('mailbox.changed')
      moved()
      return one(user, id)
    },
    async remove(user, id) {
      const { queueId } = await one(user, id)
      if (!deletesMail(user)) throw new AppError('account.forbidden')
      const line = { actor: user.userId, action: 'mailbox.deleted', subject: id, details: { queueId } }
      await store.erase(id, clock.now(), (within) => audit.write(within, line))
      moved()
    },
  }
}

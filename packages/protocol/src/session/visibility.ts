import { receives } from '../chat/state.ts'
import type { StoredEvent } from './story.ts'
import type { SessionState } from './state.ts'
import type { TransferEvent } from '../transfer/state.ts'

/**
 * The event as a participant may know it, or undefined where they may not (R14, R16). `session` is the people's part
 * at any time at or after the event.
 */
export function eventFor(stored: StoredEvent, viewerId: string, session: SessionState): StoredEvent | undefined {
  const viewer = session.participants[viewerId]
  if (!viewer) return undefined
  const { body } = stored
  if (body.type === 'chat.posted') {
    if (!receives(viewerId, stored.by, body.to)) return undefined
    return viewer.role === 'customer' && stored.seq < viewer.joinedSeq ? undefined : stored
  }
  if (viewer.role !== 'customer') return stored
  switch (body.type) {
    case 'session.started':
    case 'session.joined':
      return { ...stored, body: { ...body, userId: '' } }
    case 'session.knocked':
    case 'session.knock-ended':
    case 'session.came-from-queue':
      return undefined
    case 'session.admitted':
      // An earlier customer of the same session is none of a later one's business.
      return body.knockId === viewerId ? stored : undefined
    case 'transfer.offered':
    case 'transfer.accepted':
    case 'transfer.returned':
    case 'transfer.withdrawn':
      // An earlier customer was handed over, too; this one hears nothing of what representatives say to each other.
      return stored.seq < viewer.joinedSeq ? undefined : { ...stored, body: withoutWords(body) }
    case 'session.watched':
      return body.noticed ? { ...stored, body: { ...body, userId: '' } } : undefined
    case 'session.left':
    case 'session.lost':
    case 'session.returned':
      return isNoneOfTheirs(session, body.participantId, viewerId) ? undefined : stored
    default:
      return concernsAnotherCustomer(stored, viewerId, session) ? undefined : stored
  }
}

/**
 * The event as it stands on the session's page: for who took part what they might know, for who only reads (a manager, an
 * administrator) all but the words between two people.
 */
export function eventForReader(
  stored: StoredEvent,
  participantId: string | undefined,
  session: SessionState,
): StoredEvent | undefined {
  if (participantId !== undefined) return eventFor(stored, participantId, session)
  const { body } = stored
  return body.type === 'chat.posted' && body.to.kind !== 'everyone' ? undefined : stored
}

function withoutWords(body: TransferEvent): TransferEvent {
  if (body.type === 'transfer.offered') return { ...body, message: '' }
  return body.type === 'transfer.returned' ? { ...body, reason: null } : body
}

/** Another customer, or a watcher of whom they are not told. Who watched and then joined is no watcher any more. */
function isNoneOfTheirs(session: SessionState, id: string, viewerId: string): boolean {
  const who = session.participants[id]
  return id !== viewerId && (who?.role === 'customer' || (who?.role === 'watcher' && !who.noticed))
}

/** Consent and pictures of a customer who was there before. Their grants ended with their leaving, before this one came. */
function concernsAnotherCustomer(stored: StoredEvent, viewerId: string, session: SessionState): boolean {
  const { body } = stored
  if ('customerId' in body) return body.customerId !== viewerId
  const joined = session.participants[viewerId]?.joinedSeq ?? Infinity
  const ofGrant = /^(consent|screen|device)\./.test(body.type)
  return ofGrant && stored.seq < joined
}

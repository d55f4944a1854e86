import type { z } from 'zod'
import { accepted, presentCustomer, presentParticipant, refused } from '../session/state.ts'
import type { SessionEvent, SessionState, StepContext, StepResult } from '../session/state.ts'
import type { transferAimSchema, transferEvents, transferReturnSchema } from './messages.ts'

export type TransferEvent = z.infer<(typeof transferEvents)[number]>
export type TransferAim = z.infer<typeof transferAimSchema>
export type TransferReturn = z.infer<typeof transferReturnSchema>

export interface Transfer {
  readonly id: string
  readonly fromId: string
  readonly to: TransferAim
  readonly message: string
  readonly at: number
}

/** How the session's handing over stands. `returned` stays until its giver offers it anew or no longer holds it. */
export type TransferState =
  | { readonly is: 'none' }
  | ({ readonly is: 'offered' } & Transfer)
  | ({ readonly is: 'returned'; readonly reason: TransferReturn | null } & Transfer)
export const noTransfer: TransferState = { is: 'none' }

export type TransferCommand =
  /** By the primary representative, or by the server where a manager does it in their place. */
  | {
      readonly do: 'offer'
      readonly transferId: string
      readonly to: TransferAim
      readonly message: string
    }
  /** The server, once an agent accepted. */
  | {
      readonly do: 'accept'
      readonly transferId: string
      readonly participantId: string
      readonly userId: string
      readonly name: string
    }
  /** The server, when the one who was asked does not take it. */
  | { readonly do: 'return'; readonly transferId: string; readonly reason: TransferReturn }
  | { readonly do: 'withdraw'; readonly transferId: string }

/** What a transfer needs of the rest of the session. */
interface Known {
  readonly session: SessionState
  readonly transfer: TransferState
}

/** The transfer that waits to be taken. */
export const openTransfer = (transfer: TransferState): Transfer | undefined =>
  transfer.is === 'offered' ? transfer : undefined

/** Whether a participant may hand the session over now (R1). Whether they are an agent the server knows. */
export const mayTransfer = ({ session, transfer }: Known, participantId: string): boolean =>
  session.life.is === 'live' &&
  session.primaryId === participantId &&
  presentParticipant(session, participantId) !== undefined &&
  presentCustomer(session) !== undefined &&
  transfer.is !== 'offered'

export function stepTransfer(
  known: Known,
  command: TransferCommand,
  context: StepContext,
): StepResult<TransferEvent | SessionEvent> {
  const { session, transfer } = known
  if (session.life.is === 'ended') return refused('session.ended')
  const open = openTransfer(transfer)
  switch (command.do) {
    case 'offer':
      return offer(known, command, context)
    case 'accept':
      if (context.by !== 'system') return refused('session.not-allowed')
      if (open?.id !== command.transferId || open.fromId === command.participantId) return refused('transfer.gone')
      return accept(session, open, command)
    case 'return':
      if (context.by !== 'system') return refused('session.not-allowed')
      // It was taken or withdrawn in the same moment: then there is nothing to return.
      if (open?.id !== command.transferId) return accepted()
      return accepted({ type: 'transfer.returned', transferId: open.id, reason: command.reason })
    case 'withdraw':
      if (open?.id !== command.transferId)
        // Still with its giver it came back by itself, which is what they wanted; else somebody took it.
        return context.by === session.primaryId ? accepted() : refused('transfer.gone')
      if (context.by !== session.primaryId) return refused('session.not-allowed')
      return accepted({ type: 'transfer.withdrawn', transferId: open.id, reason: 'withdrawn' })
  }
}

function offer(
  known: Known,
  { transferId, to, message }: Extract<TransferCommand, { do: 'offer' }>,
  { by }: StepContext,
): StepResult<TransferEvent> {
  const { session, transfer } = known
  if (by !== 'system' && by !== session.primaryId) return refused('session.not-allowed')
  if (!presentCustomer(session)) return refused('consent.no-customer')
  if (transfer.is === 'offered') return refused('transfer.already-offered')
  if (!mayTransfer(known, session.primaryId)) return refused('session.not-allowed')
  return accepted({ type: 'transfer.offered', transferId, fromId: session.primaryId, to, message })
}

/** All of it or nothing (R4): the new one is there and holds the session before the giver is gone, so that it never is without. */
function accept(
  session: SessionState,
  { id: transferId, fromId }: Transfer,
  { participantId, userId, name }: Extract<TransferCommand, { do: 'accept' }>,
): StepResult<TransferEvent | SessionEvent> {
  const joined: readonly SessionEvent[] = presentParticipant(session, participantId)
    ? []
    : [{ type: 'session.joined', participantId, userId, name }]
  return accepted<TransferEvent | SessionEvent>(
    ...joined,
    { type: 'transfer.accepted', transferId, participantId },
    { type: 'session.primary-changed', participantId },
    { type: 'session.left', participantId: fromId, reason: 'transferred' },
  )
}

/** What becomes of a transfer that nobody took yet because of a change in the session's people (R6). */
export function transferAftermath(
  { session, transfer }: Known,
  event: SessionEvent | TransferEvent,
): readonly TransferEvent[] {
  const open = openTransfer(transfer)
  if (!open) return []
  const withdrawn = (reason: Extract<TransferEvent, { type: 'transfer.withdrawn' }>['reason']): TransferEvent[] => [
    { type: 'transfer.withdrawn', transferId: open.id, reason },
  ]
  switch (event.type) {
    case 'session.ended':
      return withdrawn('ended')
    case 'session.primary-changed':
      return event.participantId === open.fromId ? [] : withdrawn('giver')
    case 'session.left':
      if (event.participantId === open.fromId) return withdrawn('giver')
      return session.participants[event.participantId]?.role === 'customer' ? withdrawn('customer') : []
    default:
      return []
  }
}

export function applyTransfer(transfer: TransferState, event: TransferEvent | SessionEvent, at: number): TransferState {
  switch (event.type) {
    case 'transfer.offered': {
      const { transferId: id, fromId, to, message } = event
      return { is: 'offered', id, fromId, to, message, at }
    }
    case 'transfer.returned':
      if (transfer.is !== 'offered') return transfer
      return { ...transfer, is: 'returned', reason: event.reason, at }
    case 'transfer.accepted':
    case 'transfer.withdrawn':
      return noTransfer
    case 'session.left':
      return transfer.is === 'returned' && event.participantId === transfer.fromId ? noTransfer : transfer
    case 'session.primary-changed':
      return transfer.is === 'returned' && event.participantId !== transfer.fromId ? noTransfer : transfer
    default:
      return transfer
  }
}

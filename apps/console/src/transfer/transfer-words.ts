import type { TransferAim, TransferEvent, TransferReturn } from '@deskside/protocol'

/** Whom it goes to: "Bob", "the queue Billing". */
export const aimWords = ({ kind, name }: TransferAim): string => (kind === 'queue' ? `the queue ${name}` : name)

/** Why it came back, as the rest of a sentence that begins with whom it went to. */
export function returnWords({ kind, name }: TransferAim, reason: TransferReturn | null): string {
  switch (reason) {
    case 'declined':
      return `${name} declined`
    case 'missed':
      return `${name} did not answer in time`
    case 'away':
      return `${name} is not available any more`
    case 'queue-gone':
      return kind === 'queue' ? `the queue ${name} is not there any more` : `the queue of ${name} is not there any more`
    case null:
      return `${name} did not take it`
  }
}

type Offered = Extract<TransferEvent, { type: 'transfer.offered' }>

/** An event of a transfer in words. `offered` is the offer that it is about. */
export function transferWords(
  body: TransferEvent,
  { offered, nameOf }: { readonly offered: Offered | undefined; readonly nameOf: (id: string) => string },
): string {
  const giver = nameOf(offered?.fromId ?? '')
  switch (body.type) {
    case 'transfer.offered': {
      const said = body.message === '' ? '' : `, with the message “${body.message}”`
      return `${nameOf(body.fromId)} offered the session to ${aimWords(body.to)}${said}.`
    }
    case 'transfer.accepted':
      return `${nameOf(body.participantId)} took the session over from ${giver}.`
    case 'transfer.returned':
      return `The session stays with ${giver}: ${offered ? returnWords(offered.to, body.reason) : 'nobody took it'}.`
    case 'transfer.withdrawn':
      return withdrawnWords(body.reason, giver)
  }
}

function withdrawnWords(
  reason: Extract<TransferEvent, { type: 'transfer.withdrawn' }>['reason'],
  giver: string,
): string {
  switch (reason) {
    case 'withdrawn':
      return `${giver} took the transfer back.`
    case 'giver':
      return `The transfer is over, because ${giver} does not hold the session any more.`
    case 'customer':
      return 'The transfer is over, because the customer left.'
    case 'ended':
      return 'The transfer ended with the session.'
  }
}

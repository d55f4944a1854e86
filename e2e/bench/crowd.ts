import type { ServerFrameOf } from '@deskside/protocol'
import { PASSWORD, PEOPLE } from '../house.ts'
import type { House } from '../house.ts'
import { Visitor } from './visitor.ts'
import type { Line } from './visitor.ts'

/** Work of this many people at a time when a crowd gathers: enough to be quick, too few to time anybody out. */
const AT_ONCE = 8

/** A session with both of its people on the line. */
export interface LivePair {
  readonly sessionId: string
  readonly representative: Line
  readonly customer: Line
}

/** Representatives with an account and a sign-in each; a sign-in costs a password's hash, so a few are used by many. */
export async function hire(house: House, howMany: number): Promise<Visitor[]> {
  const administrator = await Visitor.signedIn(house, PEOPLE.administrator.email)
  const emails = Array.from({ length: howMany }, (_, index) => `bench-${index}@example.com`)
  return inTurns(emails, async (email) => {
    await administrator.call('POST', '/api/v1/users', {
      name: `Rep ${email}`,
      email,
      role: 'representative',
      password: PASSWORD,
    })
    return Visitor.signedIn(house, email)
  })
}

/** Starts a session of a representative, lets a customer of its own join it by number, and admits them. */
export async function startPair(
  house: House,
  { visitor, line }: { readonly visitor: Visitor; readonly line: Line },
): Promise<LivePair> {
  const { sessionId, number } = await visitor.call<{ sessionId: string; number: string }>('POST', '/api/v1/sessions')
  const knocked = line.event(sessionId, 'session.knocked')
  const customer = new Visitor(house)
  await customer.call('POST', '/api/v1/join', { number, name: 'Carla Customer' })
  const customerLine = await customer.connect('customer')
  const admitted = customerLine.event(sessionId, 'session.admitted')
  line.request('session.admit', { sessionId, knockId: knockIn(await knocked) })
  await admitted
  return { sessionId, representative: line, customer: customerLine }
}

/** Whose knock it is that events tell of. */
export function knockIn({ events }: ServerFrameOf<'events'>): string {
  for (const { body } of events) if (body.type === 'session.knocked') return body.knockId
  throw new Error('These events tell of no knock.')
}

/** Does the work of all items, a few side by side; the answers are in the items' order. */
export async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let at = next++; at < items.length; at = next++) answers[at] = await work(items[at] as T)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return answers
}

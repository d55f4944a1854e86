import type { Inbox, Offer, Queue, QueueSettings, StoredEvent, TransferTarget } from '@deskside/protocol'
import { become, inboxOf, makeQueue, offerOf } from './queue-place.ts'
import type { Line, ServerWorld, Visitor } from './world.ts'

export type Agent = Visitor & { readonly id: string; readonly line: Line }

/** A representative with a page, available. */
export async function makeAgent(world: ServerWorld, administrator: Visitor, name: string): Promise<Agent> {
  const person = await world.person(administrator, name)
  const line = await person.connect('representative')
  await become(person, 'available')
  return Object.assign(person, { line })
}

/** A customer whom the giver of a transfer helps since they came by a queue. */
export interface Helped {
  readonly sessionId: string
  readonly customer: Visitor
  readonly cust: Line
  readonly queue: Queue
}

let addresses = 0

/** A queue of a giver and others in which somebody was accepted, and is in the session by their own page. */
export async function helped(
  world: ServerWorld,
  { administrator, giver, name }: { readonly administrator: Visitor; readonly giver: Agent; readonly name: string },
  { others = [], more = {} }: { readonly others?: readonly Agent[]; readonly more?: Partial<QueueSettings> } = {},
): Promise<Helped> {
  const slug = `from-${name.toLowerCase()}`
  // First only the giver, so that nobody else is asked before.
  const queue = await makeQueue(administrator, slug, [giver], more)
  const customer = world.visitor(`10.9.${Math.floor(addresses / 200)}.${(addresses++ % 200) + 1}`)
  const answers = Object.fromEntries((more.form ?? []).map(({ id }) => [id, 'A bill']))
  await customer.call('POST', `/api/v1/queue-entrances/${slug}/entries`, { name, answers })
  const offer = await offerOf(giver.line, name)
  const { sessionId } = (await accept(giver, offer)).body
  await customer.call('POST', '/api/v1/queue-entry/enter')
  const cust = await customer.connect('customer')
  await cust.next('events')
  const { id, waiting: _waiting, ...settings } = queue
  await administrator.call('PUT', `/api/v1/queues/${id}`, {
    ...settings,
    agentIds: [giver, ...others].map((agent) => agent.id),
  })
  return { sessionId, customer, cust, queue }
}

export const accept = (agent: Visitor, offer: Pick<Offer, 'id'>) =>
  agent.call('POST', `/api/v1/agent/offers/${offer.id}/accept`)
export const decline = (agent: Visitor, offer: Pick<Offer, 'id'>) =>
  agent.call('POST', `/api/v1/agent/offers/${offer.id}/decline`)
export const offersOf = async (agent: Visitor): Promise<Offer[]> =>
  ((await agent.call('GET', '/api/v1/agent')).body as Inbox).offers

export const handOver = (giver: Agent, sessionId: string, to: TransferTarget, message = '') =>
  giver.line.command('transfer.offer', { sessionId, to, message })

/** Nothing is before the agent any more. */
export const withoutOffers = (agent: Agent): Promise<Inbox> => inboxOf(agent.line, ({ offers }) => offers.length === 0)

/** What a line has heard of a session so far. */
export const heardBy = (line: Line, sessionId: string): StoredEvent[] =>
  line.heard.flatMap((frame) => (frame.t === 'events' && frame.sessionId === sessionId ? frame.events : []))

import type { Place } from '@deskside/protocol'
import { become, makeQueue, offerOf } from './queue-place.ts'
import { Line } from './world.ts'
import type { Answer, ServerWorld, Visitor } from './world.ts'

/** A page of another site in somebody's browser: it says where it is from, and shows a token instead of a cookie. */
export class ForeignPage {
  readonly origin: string
  readonly visitor: Visitor
  token: string | undefined

  constructor(world: ServerWorld, origin: string, address?: string) {
    this.origin = origin
    this.visitor = world.visitor(address)
  }

  /** Where it stands, and how it says who it is. */
  get headers(): Record<string, string> {
    return { origin: this.origin, ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }) }
  }

  call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.visitor.call(method, path, body, { ...this.headers, ...headers })
  }

  async arrive(slug: string, name = 'Vera'): Promise<Extract<Place, { is: 'waiting' }>> {
    const answer = await this.call('POST', `/api/v1/queue-entrances/${slug}/entries`, { name, answers: {} })
    if (answer.status !== 200) throw new Error(answer.text)
    this.token = answer.body.token
    return answer.body
  }

  async ticket(): Promise<string> {
    return (await this.call('POST', '/api/v1/socket-tickets', { as: 'customer' })).body.ticket
  }

  /** Opens a socket with a fresh ticket and waits for the welcome. */
  async connect(): Promise<Line> {
    const ticket = await this.ticket()
    const line = await Line.open(this.visitor.url, { origin: this.origin })
    line.hello(ticket)
    await line.next('welcome')
    return line
  }
}

/** A visitor whom an agent has just accepted, on the page of a site. */
export interface Helped {
  readonly page: ForeignPage
  readonly sessionId: string
  readonly agent: Visitor
  readonly agentLine: Line
}

let people = 0

/** Each has an agent and a queue of their own, so none waits for the room that another takes. */
export async function helpedOn(world: ServerWorld, administrator: Visitor, origin: string): Promise<Helped> {
  people += 1
  const agent = await world.person(administrator, `Agent${people}`)
  await makeQueue(administrator, `help-${people}`, [agent])
  const agentLine = await agent.connect('representative')
  await become(agent, 'available')
  const page = new ForeignPage(world, origin, `10.6.${people}.1`)
  await page.arrive(`help-${people}`)
  const offer = await offerOf(agentLine, 'Vera')
  const { sessionId } = (await agent.call('POST', `/api/v1/agent/offers/${offer.id}/accept`)).body
  return { page, sessionId, agent, agentLine }
}

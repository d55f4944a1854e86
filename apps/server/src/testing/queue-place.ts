import { servingSchema, visitingSchema } from '@deskside/protocol'
import type { AgentState, Inbox, Offer, Place, Queue, QueueSettings } from '@deskside/protocol'
import type { Line, Visitor } from './world.ts'

/** A queue that is always open and asks nothing; `more` says otherwise. */
export const queueSettings = (
  slug: string,
  agentIds: readonly string[],
  more: Partial<QueueSettings> = {},
): QueueSettings => ({
  slug,
  name: `Queue ${slug}`,
  description: '',
  hours: { timeZone: 'UTC', week: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]), holidays: [] },
  form: [],
  distribution: 'most-idle',
  priority: 5,
  acceptSeconds: 20,
  agentIds: [...agentIds],
  serving: servingSchema.parse({}),
  visiting: visitingSchema.parse({}),
  ...more,
})

export async function makeQueue(
  administrator: Visitor,
  slug: string,
  agents: readonly { readonly id: string }[],
  more: Partial<QueueSettings> = {},
): Promise<Queue> {
  const settings = queueSettings(
    slug,
    agents.map(({ id }) => id),
    more,
  )
  const answer = await administrator.call('POST', '/api/v1/queues', settings)
  if (answer.status !== 201) throw new Error(answer.text)
  return answer.body as Queue
}

/** Somebody presses Get help. */
export async function arrive(visitor: Visitor, slug: string, name: string): Promise<Place> {
  const answer = await visitor.call('POST', `/api/v1/queue-entrances/${slug}/entries`, { name, answers: {} })
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.body as Place
}

export const become = (agent: Visitor, state: AgentState): Promise<unknown> =>
  agent.call('POST', '/api/v1/agent/state', { state })

/** The next inbox that fits. */
export const inboxOf = async (line: Line, fits: (inbox: Inbox) => boolean): Promise<Inbox> =>
  (await line.next('inbox', ({ inbox }) => fits(inbox))).inbox

/** The offer of a visitor, once the agent hears of it. */
export async function offerOf(line: Line, name: string): Promise<Offer> {
  const { offers } = await inboxOf(line, (inbox) => inbox.offers.some((offer) => offer.name === name))
  const offer = offers.find((o) => o.name === name)
  if (!offer) throw new Error('an inbox that fits has it')
  return offer
}

/** A page that follows its place. */
export class PlaceLine {
  readonly heard: Place[] = []
  readonly #controller = new AbortController()
  #read = 0
  #wake: (() => void) | undefined
  /** When the server ends it, or it was closed. */
  readonly ended: Promise<void>
  readonly allowedOrigin: string | null

  private constructor(response: Response) {
    this.allowedOrigin = response.headers.get('access-control-allow-origin')
    this.ended = this.#listen(response)
  }

  /** @throws the status of a server that says no. */
  static async open(visitor: Visitor, more: Record<string, string> = {}): Promise<PlaceLine> {
    const controller = new AbortController()
    const response = await fetch(`${visitor.url}/api/v1/queue-entry/events`, {
      headers: { cookie: visitor.cookie, accept: 'text/event-stream', ...more },
      signal: controller.signal,
    })
    if (response.status !== 200) {
      await response.text()
      throw new Error(`status ${response.status}`)
    }
    const line = new PlaceLine(response)
    line.#controller.signal.addEventListener('abort', () => controller.abort())
    return line
  }

  async #listen(response: Response): Promise<void> {
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body ?? []) {
        text += decoder.decode(chunk as Uint8Array, { stream: true })
        const messages = text.split('\n\n')
        text = messages.pop() ?? ''
        for (const message of messages)
          if (message.startsWith('data: ')) this.heard.push(JSON.parse(message.slice(6)) as Place)
        this.#wake?.()
      }
    } catch (error) {
      // A server that goes away, or this page: both are its end.
      if (!(error instanceof Error)) throw error
    }
    this.#wake?.()
  }

  async next<T extends Place['is']>(
    is: T,
    fits: (place: Extract<Place, { is: T }>) => boolean = () => true,
  ): Promise<Extract<Place, { is: T }>> {
    for (;;) {
      while (this.#read < this.heard.length) {
        const place = this.heard[this.#read++]
        if (place?.is === is && fits(place as Extract<Place, { is: T }>)) return place as Extract<Place, { is: T }>
      }
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`no place "${is}" came; heard: ${JSON.stringify(this.heard)}`)),
          10_000,
        )
        this.#wake = () => {
          clearTimeout(late)
          resolve()
        }
      })
    }
  }

  async close(): Promise<void> {
    this.#controller.abort()
    await this.ended
  }
}

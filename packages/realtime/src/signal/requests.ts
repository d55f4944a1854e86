import { errorBody } from '@deskside/protocol'
import type { ClientFrame, RequestName, ServerFrameOf } from '@deskside/protocol'
import { ApiError } from './api-error.ts'

interface Pending {
  readonly frame: Extract<ClientFrame, { t: 'request' }>
  /** Commands carry an id of their own and may be sent again after a cut (wire R4); other requests fail with it. */
  readonly lasting: boolean
  readonly resolve: (result: unknown) => void
  readonly reject: (error: ApiError) => void
}

/** Requests that wait for their answer, over as many connections as it takes. */
export class Requests {
  readonly #send: (frame: ClientFrame) => boolean
  readonly #pending = new Map<number, Pending>()
  #last = 0

  constructor(send: (frame: ClientFrame) => boolean) {
    this.#send = send
  }

  /** @throws ApiError with the server's refusal. */
  request(name: RequestName, payload: object): Promise<unknown> {
    this.#last += 1
    const frame = { t: 'request', id: this.#last, m: name, p: payload } as const
    return new Promise((resolve, reject) => {
      const lasting = 'commandId' in payload
      this.#pending.set(frame.id, { frame, lasting, resolve, reject })
      if (!this.#send(frame) && !lasting) this.#fail(frame.id, new ApiError(errorBody('server.unavailable')))
    })
  }

  handleReply({ id, result }: ServerFrameOf<'reply'>): void {
    this.#pending.get(id)?.resolve(result)
    this.#pending.delete(id)
  }

  handleRefusal({ id, error }: ServerFrameOf<'refusal'>): void {
    this.#fail(id, new ApiError(error))
  }

  /** The line is back: what was not answered is said again, in the same order. */
  handleOnline(): void {
    for (const { frame } of this.#pending.values()) this.#send(frame)
  }

  handleOffline(): void {
    for (const [id, { lasting }] of this.#pending)
      if (!lasting) this.#fail(id, new ApiError(errorBody('server.unavailable')))
  }

  handleClosed(): void {
    for (const id of [...this.#pending.keys()]) this.#fail(id, new ApiError(errorBody('server.unavailable')))
  }

  #fail(id: number, error: ApiError): void {
    this.#pending.get(id)?.reject(error)
    this.#pending.delete(id)
  }
}

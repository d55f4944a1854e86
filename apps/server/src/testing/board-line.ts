import type { Board } from '@deskside/protocol'
import type { Visitor } from './world.ts'

/** A manager's page that follows the monitor. */
export class BoardLine {
  readonly heard: Board[] = []
  readonly #controller = new AbortController()
  #wake: (() => void) | undefined
  /** When the server ends it, or it was closed. */
  readonly ended: Promise<void>

  private constructor(response: Response) {
    this.ended = this.#listen(response)
  }

  /** @throws the status of a server that says no. */
  static async open(visitor: Visitor): Promise<BoardLine> {
    const controller = new AbortController()
    const response = await fetch(`${visitor.url}/api/v1/monitor/events`, {
      headers: { cookie: visitor.cookie, accept: 'text/event-stream' },
      signal: controller.signal,
    })
    if (response.status !== 200) {
      await response.text()
      throw new Error(`status ${response.status}`)
    }
    const line = new BoardLine(response)
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
          if (message.startsWith('data: ')) this.heard.push(JSON.parse(message.slice(6)) as Board)
        this.#wake?.()
      }
    } catch (error) {
      // A server that goes away, or this page: both are its end.
      if (!(error instanceof Error)) throw error
    }
    this.#wake?.()
  }

  /** The latest board, once it fits. */
  async until(fits: (board: Board) => boolean): Promise<Board> {
    for (;;) {
      const latest = this.heard.at(-1)
      if (latest && fits(latest)) return latest
      await new Promise<void>((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`no board fits; the latest: ${JSON.stringify(latest)}`)), 10_000)
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

import type { ServerResponse } from 'node:http'
import type { PanelNews } from './panel-news.ts'

/** Sends news to one page as lines of JSON. A page that reads slowly gets the newest state and none that is old. */
export class NewsStream {
  readonly #response: ServerResponse
  #waiting: (() => PanelNews) | undefined
  #full = false

  constructor(response: ServerResponse, onGone: () => void) {
    this.#response = response
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.on('drain', () => {
      this.#full = false
      const waiting = this.#waiting
      this.#waiting = undefined
      if (waiting) this.tell(waiting)
    })
    response.on('close', onGone)
    response.on('error', onGone)
  }

  /** @param news made when it can really be sent. */
  tell(news: () => PanelNews): void {
    if (this.#response.writableEnded || this.#response.destroyed) return
    if (this.#full) {
      this.#waiting = news
      return
    }
    this.#full = !this.#response.write(`${JSON.stringify(news())}\n`)
  }

  end(last: PanelNews): void {
    if (!this.#response.writableEnded) this.#response.end(`${JSON.stringify(last)}\n`)
  }
}

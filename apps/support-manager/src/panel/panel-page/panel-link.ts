import { PANEL_HEADER } from '../panel-header.ts'
import type { PanelNews } from '../panel-news.ts'
import type { PanelAction, PanelState } from '../panel-state.ts'
import { WORDS } from './words.ts'

/** Where the page stands towards the program. */
export type Standing =
  | { readonly is: 'opening' }
  | { readonly is: 'live'; readonly state: PanelState }
  | { readonly is: 'taken-over' }
  | { readonly is: 'no-key' }
  /** The program is gone, or the line to it. */
  | { readonly is: 'closed' }

/** Does something; @returns a sentence for the person where it could not be done. */
export type Act = (action: PanelAction) => Promise<string | undefined>

/** Kept for a reload only: of this tab and this address, and worth nothing once another page has the say. */
const KEPT_AS = 'deskside-panel-key'

/** The page's line to the program that serves it. */
export class PanelLink {
  readonly #show: (standing: Standing) => void
  #key = ''

  constructor(show: (standing: Standing) => void) {
    this.#show = show
  }

  /** Gets the say and follows the news until they end. */
  async follow(): Promise<void> {
    this.#show({ is: 'opening' })
    const key = location.hash.slice(1) || sessionStorage.getItem(KEPT_AS)
    // A key in the address would be kept in the history, and shown.
    history.replaceState(null, '', '/')
    if (!key) return this.#show({ is: 'no-key' })
    const swapped = await this.#post('/swap', { key }).catch(() => undefined)
    if (!swapped) return this.#show({ is: 'closed' })
    if (!swapped.ok) return this.#show({ is: 'no-key' })
    const answer = (await swapped.json()) as { key: string }
    this.#key = answer.key
    sessionStorage.setItem(KEPT_AS, this.#key)
    this.#show(await this.#readNews().catch((): Standing => ({ is: 'closed' })))
  }

  readonly act: Act = async (action) => {
    const response = await this.#post('/act', action).catch(() => undefined)
    if (!response) return WORDS.failed
    if (response.ok) return undefined
    const body = (await response.json().catch(() => undefined)) as { sentence?: string } | undefined
    return body?.sentence ?? WORDS.failed
  }

  #post(path: string, body: unknown): Promise<Response> {
    return fetch(path, {
      method: 'POST',
      headers: { ...this.#headers(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  }

  #headers(): Record<string, string> {
    return { [PANEL_HEADER]: '1', authorization: `Bearer ${this.#key}` }
  }

  /** Shows each state; @returns what stands after the last line. */
  async #readNews(): Promise<Standing> {
    const response = await fetch('/news', { headers: this.#headers() })
    if (!response.ok || !response.body) return { is: 'taken-over' }
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return { is: 'closed' }
      const lines = (text + decoder.decode(value, { stream: true })).split('\n')
      text = lines.pop() ?? ''
      for (const line of lines) {
        const news = JSON.parse(line) as PanelNews
        if (news.t !== 'state') return { is: news.t }
        this.#show({ is: 'live', state: news.state })
      }
    }
  }
}

import type { Kept } from '../platform/kept.ts'

/** What the tabs of one site tell each other of the visitor's place. */
type Word =
  | { readonly is: 'who' }
  | { readonly is: 'here'; readonly token: string; readonly queue: string }
  | { readonly is: 'gone'; readonly token: string }

interface SharedTokenOptions {
  readonly kept: Kept
  /** Of the page, for a place that is made in it. */
  readonly queue: string
  /** The desk, so that two desks on one site do not mix. */
  readonly desk: string
  /** Another tab has a place, which is this one's now. */
  readonly onFound: () => void
}

/**
 * Keeps the token of a place for all tabs of one site. It lies in sessionStorage, which goes with the tab: in localStorage it
 * would stay on a computer that others use after them. What that does not share, the tabs tell each other by a
 * BroadcastChannel, which reaches pages of this site only: a new tab asks, and whoever has a place answers.
 */
export class SharedToken {
  readonly #kept: Kept
  readonly #queue: string
  readonly #onFound: () => void
  readonly #channel: BroadcastChannel | undefined

  constructor({ kept, queue, desk, onFound }: SharedTokenOptions) {
    this.#kept = kept
    this.#queue = queue
    this.#onFound = onFound
    if (!('BroadcastChannel' in globalThis)) return
    this.#channel = new BroadcastChannel(`deskside:${desk}`)
    this.#channel.addEventListener('message', ({ data }: MessageEvent<Word>) => this.#hear(data))
    if (this.read() === null) this.#tell({ is: 'who' })
  }

  /** The queue that the place is in, for pages that carry another one's button. */
  get queue(): string {
    return (this.read() === null ? undefined : this.#kept.read('queue')) ?? this.#queue
  }

  read(): string | null {
    return this.#kept.read('place') ?? null
  }

  write(token: string): void {
    this.#keep(token, this.#queue)
    this.#tell({ is: 'here', token, queue: this.#queue })
  }

  clear(): void {
    const token = this.read()
    if (token === null) return
    this.#keep(undefined, undefined)
    this.#tell({ is: 'gone', token })
  }

  #keep(token: string | undefined, queue: string | undefined): void {
    this.#kept.write('place', token)
    this.#kept.write('queue', queue)
  }

  #tell(word: Word): void {
    this.#channel?.postMessage(word)
  }

  #hear(word: Word): void {
    const own = this.read()
    if (word.is === 'who' && own !== null) this.#tell({ is: 'here', token: own, queue: this.queue })
    if (word.is === 'gone' && own === word.token) this.#keep(undefined, undefined)
    if (word.is !== 'here' || own !== null) return
    this.#keep(word.token, word.queue)
    this.#onFound()
  }
}

import type { PlaceView } from '@deskside/realtime'
import { Announcer } from '../platform/announcer.ts'
import { el } from '../platform/dom.ts'
import { paint } from '../platform/shadow.ts'
import { HelpButton } from './help-button.ts'
import type { Panel } from './panel.ts'
import type { AskedNow, HelpParts } from './part.ts'

/** A desk that was not reached when the page came is asked again after this long. Milliseconds. */
const ASK_AGAIN_MS = 30_000

/** The button, and the panel that it opens: one of them is to be seen. */
export class Help {
  readonly #parts: HelpParts
  readonly #button: HelpButton
  readonly #announcer: Announcer
  /** For what cannot wait. */
  readonly #caller: Announcer
  #panel: Panel | undefined
  #open = false
  /** What of the page opened the panel, and gets the focus back. */
  #opener: HTMLElement | undefined
  #before: PlaceView['is'] = 'asking'
  #again: ReturnType<typeof setTimeout> | undefined

  /** Messages that came while the panel was put away. */
  #unread = 0
  /** What the button says while the panel is put away: how many those are, or the question that waits. */
  #news: string | undefined
  #asked: AskedNow | undefined

  constructor(parts: Omit<HelpParts, 'calls'>) {
    const calls = {
      ask: (question: AskedNow | undefined) => this.#ask(question),
      name: (siteName: string) => this.#panel?.name(siteName),
      tell: this.#told,
    }
    this.#parts = { ...parts, calls }
    const { ground, words, settings } = parts
    const region = el('p', { class: 'told', role: 'status' })
    this.#announcer = new Announcer(region)
    this.#button = new HelpButton({ words, settings, onPress: () => void this.open(undefined) })
    const call = el('p', { class: 'told', role: 'alert' })
    this.#caller = new Announcer(call)
    ground.append(this.#button.element, region, call)
  }

  start(): void {
    const { client, kept } = this.#parts
    client.state.subscribe(() => this.#show(client.state.get()))
    client.start()
    document.addEventListener('click', this.#pressed)
    if (kept.read('open') === 'yes') void this.#openAgain()
  }

  /** @param opener an element of the page; undefined for the embed's own button. */
  async open(opener: HTMLElement | undefined): Promise<void> {
    this.#opener = opener
    const panel = await this.#getPanel()
    this.#turn(true)
    panel?.focus()
  }

  close(): void {
    const within = this.#panel?.hasFocus() ?? false
    this.#turn(false)
    if (within) (this.#opener?.isConnected ? this.#opener : this.#button.element).focus()
  }

  /** Another page of the site: the panel is where it was, and the focus stays where the page put it. */
  async #openAgain(): Promise<void> {
    await this.#getPanel()
    this.#turn(true)
  }

  async #getPanel(): Promise<Panel | undefined> {
    if (this.#panel) return this.#panel
    this.#button.setBusy(true)
    try {
      const { Panel } = await import('./panel.ts')
      if (this.#panel) return this.#panel
      const panel = new Panel(this.#parts, () => this.close())
      this.#panel = panel
      this.#parts.ground.append(panel.element)
      this.#show(this.#parts.client.state.get())
      return panel
    } catch (error) {
      console.error('Deskside: the panel could not be loaded.', error)
      // There is a page for those who cannot have it here.
      location.assign(`${this.#parts.baseUrl}/q/${this.#parts.settings.queue}`)
      return undefined
    } finally {
      this.#button.setBusy(false)
    }
  }

  /** A question is to be seen wherever they are on the site; but who writes there is not covered: the button tells them. */
  #ask(question: AskedNow | undefined): void {
    this.#asked = question
    const { label = '', way } = question ?? {}
    this.#caller.say(way === undefined ? '' : `${label}. ${way}`, true)
    const covers = way !== undefined && this.#panel?.coversAll === true
    if (question && !this.#open && !covers) this.#turn(true)
    else this.#sayNews()
  }

  readonly #told: HelpParts['calls']['tell'] = (words, count) => {
    if (this.#open) return
    this.#unread += count
    this.#news = words(this.#unread)
    this.#sayNews()
    this.#announcer.say(this.#news)
  }

  #turn(open: boolean): void {
    this.#open = open
    this.#parts.kept.write('open', open ? 'yes' : undefined)
    if (this.#panel) this.#panel.element.hidden = !open
    if (open) {
      this.#unread = 0
      this.#news = undefined
    }
    this.#sayNews()
    this.#button.setAway(open)
  }

  #sayNews(): void {
    this.#button.setNews(this.#asked?.label ?? this.#news)
  }

  #show(view: PlaceView): void {
    const { ground, settings, words, client } = this.#parts
    const before = this.#before
    this.#before = view.is
    if (view.is === 'outside') paint(ground, settings.color ?? view.entrance.embed.color)
    this.#button.show(view)
    this.#panel?.update(view)
    const back = view.is === 'waiting' && before === 'entered' ? view.place.lostAgentName : undefined
    if (back !== undefined) {
      this.#announcer.say(`${back}${words.lostAgent}`, true)
      if (!this.#open) void this.#openAgain()
    } else if (view.is === 'waiting')
      this.#announcer.say(`${words.position(view.place.position)} ${words.estimate(view.place.estimateSeconds)}`)
    if (view.is === 'accepted') this.#announcer.say(words.ready(view.agentName), true)
    // Somebody waits for them: they are to see it wherever they are on the site.
    if ((view.is === 'accepted' || view.is === 'entered') && before === 'waiting' && !this.#open) void this.#openAgain()
    // A session goes on while the panel is put away, on whatever page of the site.
    if ((view.is === 'accepted' || view.is === 'entered') && !this.#panel) void this.#getPanel()
    clearTimeout(this.#again)
    if (view.is === 'unreachable') this.#again = setTimeout(() => client.again(), ASK_AGAIN_MS)
    if (view.is === 'no-queue') console.warn(`Deskside: there is no queue "${settings.queue}" here.`)
  }

  /** Anything of the page may open the panel: `data-deskside-open`, or with a queue's name where there are several. */
  readonly #pressed = (event: MouseEvent): void => {
    const [target] = event.composedPath()
    const opener = target instanceof Element ? target.closest<HTMLElement>('[data-deskside-open]') : null
    const meant = opener?.dataset['desksideOpen']
    if (!opener || (meant && meant !== this.#parts.settings.queue)) return
    // A link then leads to the queue's own page, where there is one.
    if (this.#before === 'no-queue' || this.#before === 'unreachable') return
    event.preventDefault()
    void this.open(opener)
  }
}

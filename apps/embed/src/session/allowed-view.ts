import { isShare, needsSupportManager, showsComputer, surfacesFor } from '@deskside/protocol'
import type { Grant } from '@deskside/protocol'
import { runsProgram } from '@deskside/realtime'
import type { SessionClient } from '@deskside/realtime'
import { bdi, el } from '../platform/dom.ts'
import { capabilityWords } from './capability-words.ts'
import { failureWords } from './failure-words.ts'
import type { SessionParts } from './session-parts.ts'

interface Row {
  readonly element: HTMLElement
  /** What it says; made anew when that is another. */
  readonly state: string
}

/** Everything that is allowed now, always in sight, each with its Stop. */
export class AllowedView {
  readonly element: HTMLElement
  readonly #parts: SessionParts
  readonly #client: SessionClient
  readonly #rows = new Map<string, Row>()
  readonly #nothing: HTMLElement
  readonly #stopKey: HTMLElement

  constructor(parts: SessionParts, client: SessionClient) {
    this.#parts = parts
    this.#client = client
    const { allowed } = parts.words
    this.#nothing = el('p', { class: 'soft' }, allowed.nothing)
    this.#stopKey = el('p', { class: 'mark keys' }, allowed.stopKey)
    this.element = el(
      'section',
      { 'aria-label': allowed.label, 'aria-live': 'assertive', class: 'allowed' },
      this.#nothing,
      this.#stopKey,
    )
  }

  update(): void {
    const { story } = this.#client.state.get()
    const grants = Object.values(story.consent.grants).sort((a, b) => a.grantedAt - b.grantedAt)
    const { everything } = story.consent
    this.#nothing.hidden = grants.length > 0 || everything.length > 0
    this.#stopKey.hidden = grants.length === 0
    const wanted = new Map<string, { readonly state: string; readonly make: () => HTMLElement }>()
    for (const grant of grants) {
      const running = this.#running(grant)
      wanted.set(grant.id, { state: running, make: () => this.#grantRow(grant, running) })
    }
    for (const { representativeId } of everything)
      wanted.set(representativeId, { state: 'everything', make: () => this.#everythingRow(representativeId) })
    for (const [key, row] of this.#rows) {
      if (wanted.get(key)?.state === row.state) continue
      row.element.remove()
      this.#rows.delete(key)
    }
    for (const [key, { state, make }] of wanted) {
      if (this.#rows.has(key)) continue
      const element = make()
      this.#rows.set(key, { element, state })
      this.#stopKey.before(element)
    }
  }

  /** What runs under a grant: a picture from here, from another page of theirs or by their program; or nothing yet. */
  #running(grant: Grant): 'here' | 'elsewhere' | 'program' | 'nothing' {
    if (this.#client.screen.state.get().outgoing.some(({ grantId }) => grantId === grant.id)) return 'here'
    const capture = this.#client.state.get().story.screen[grant.id]
    if (capture?.streamId === null && !isShare(grant.capability)) return 'program'
    return capture ? 'elsewhere' : 'nothing'
  }

  #grantRow(grant: Grant, running: 'here' | 'elsewhere' | 'program' | 'nothing'): HTMLElement {
    const { words, nameOf } = this.#parts
    const { allowed } = words
    const { capability } = grant
    const { may, does, what } = capabilityWords(words, capability)
    const name = bdi(nameOf(grant.representativeId))
    const isPicture = surfacesFor(capability).length > 0
    const sentence = (): (Node | string)[] => {
      // Without a picture nobody sees here whether it is being used this very moment.
      if (!isPicture) return [name, `${may}.`]
      if (running === 'nothing') return [name, `${may}.`, allowed.notShown]
      return [name, does, running === 'elsewhere' && !isShare(capability) ? allowed.otherTab : allowed.now]
    }
    const { devices } = this.#client.state.get()
    const program = needsSupportManager(capability) !== undefined || runsProgram(devices, this.#client.participantId)
    const strong = running === 'here' || running === 'program'
    return el(
      'div',
      { class: strong ? 'permit strong-permit' : 'permit' },
      el('p', {}, ...sentence()),
      showsComputer(capability) && running === 'nothing' && !program ? this.#choice(grant) : null,
      el(
        'button',
        { type: 'button', class: 'button danger small', onclick: () => this.#client.screen.stop(grant.id) },
        allowed.stop,
        what,
      ),
    )
  }

  /** After a reload, or when everything is allowed: the browser still wants a click before it shows anything. */
  #choice(grant: Grant): HTMLElement {
    const { words } = this.#parts
    const problem = el('p', { class: 'problem', role: 'alert' })
    const choose = async (event: Event): Promise<void> => {
      if (!event.isTrusted) return
      problem.textContent = ''
      try {
        const result = await this.#client.screen.capture(grant.capability)
        if (result.ok) await this.#client.screen.begin(grant.id, result.capture)
        else problem.textContent = words.failure[result.why]
      } catch (error) {
        problem.textContent = failureWords(words, error)
      }
    }
    const button = el(
      'button',
      { type: 'button', class: 'button first small', onclick: (event) => void choose(event) },
      words.allowed.choose,
    )
    return el('div', { class: 'choice' }, button, problem)
  }

  #everythingRow(representativeId: string): HTMLElement {
    const { words, nameOf } = this.#parts
    const again = (): void =>
      void this.#client.send('consent.revoke-everything', { representativeId }).catch(() => undefined)
    return el(
      'div',
      { class: 'permit' },
      el('p', {}, bdi(nameOf(representativeId)), words.allowed.everything),
      el('button', { type: 'button', class: 'button small', onclick: again }, words.allowed.askAgain),
    )
  }
}

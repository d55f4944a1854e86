import { CAPABILITY_OF, grantOf, presentCustomer } from '@deskside/protocol'
import type { DeviceInformation, DeviceKind, DeviceNotice, DeviceOutcome, Grant } from '@deskside/protocol'
import { DeviceClient } from '@deskside/realtime'
import type { Observable, ProgramLink, SessionClient } from '@deskside/realtime'
import { createCell } from '../platform/observable.ts'

export interface Ended {
  readonly outcome: DeviceOutcome
  readonly exitCode: number | null
  readonly cut: boolean
}
export interface ScriptResult {
  readonly title: string
  /** What it wrote, in order; what stands together is of one kind. */
  readonly output: readonly { readonly text: string; readonly error: boolean }[]
  readonly end: Ended | null
}

/** What the representative got of the customer's computer, in this page. */
export interface DeviceResults {
  readonly information: DeviceInformation | null
  readonly script: ScriptResult | null
  readonly shell: { readonly grantId: string; readonly end: Ended | null } | null
  readonly restart: { readonly is: 'going'; readonly until: number } | { readonly is: 'back' } | null
  readonly elevated: boolean
  /** Why the last use of a kind came to nothing, in the other computer's words. */
  readonly refusals: Readonly<Partial<Record<DeviceKind, string>>>
  /** Allowed, and not begun in this page: by a click it is. */
  readonly ready: readonly DeviceKind[]
}

/** Characters of a command line that are kept for a terminal that is opened again. */
const KEPT_LENGTH = 200_000
const KINDS = Object.keys(CAPABILITY_OF) as DeviceKind[]
/** A terminal says its size as soon as there is one. */
const FIRST_SIZE = { columns: 100, rows: 30 } as const
const STOPPED: Ended = { outcome: 'stopped', exitCode: null, cut: false }

type Client = Pick<SessionClient, 'participantId' | 'state' | 'screen' | 'send'>

/** The device's matters of one session: asks, begins what was allowed, and keeps what came of it. */
export class DeviceDesk {
  readonly #client: Client
  readonly #state = createCell<DeviceResults>({
    information: null,
    script: null,
    shell: null,
    restart: null,
    elevated: false,
    refusals: {},
    ready: [],
  })
  /** Asked for in this page: begun as soon as it is allowed. Another page of mine keeps out of it. */
  readonly #asked = new Set<DeviceKind>()
  /** Approvals that the Support Manager knows of, too: what is said before that would be refused. */
  readonly #open = new Set<string>()
  readonly #begun = new Map<DeviceKind, string>()
  readonly #ends = new Map<RTCDataChannel, DeviceClient>()
  readonly #terminals = new Set<(text: string) => void>()
  readonly #unsubscribe: readonly (() => void)[]
  #shellText = ''
  #wentAway = false

  constructor(client: Client) {
    this.#client = client
    const look = (): void => this.#look()
    this.#unsubscribe = [client.state.subscribe(look), client.screen.state.subscribe(look)]
    look()
  }

  get state(): Observable<DeviceResults> {
    return this.#state
  }

  /** Asks the customer. Rejects when the server refuses to ask. */
  async ask(kind: DeviceKind, scriptId?: string): Promise<void> {
    this.#asked.add(kind)
    this.#refusal(kind, undefined)
    await this.#client.send('consent.request', {
      capability: CAPABILITY_OF[kind],
      ...(scriptId === undefined ? {} : { scriptId }),
    })
  }

  /** Begins what is in `ready`. */
  begin(kind: DeviceKind): void {
    this.#asked.add(kind)
    this.#look()
  }

  cancelScript(): void {
    this.#say('script', { t: 'script-cancel' })
  }

  type(text: string): void {
    // A paste may be longer than one message.
    for (let at = 0; at < text.length; at += 4_000)
      this.#say('shell', { t: 'shell-input', text: text.slice(at, at + 4_000) })
  }

  resize(columns: number, rows: number): void {
    this.#say('shell', { t: 'shell-size', columns, rows })
  }

  closeShell(): void {
    this.#say('shell', { t: 'shell-close' })
  }

  /** What the command line wrote so far, then all that it writes, until the answer is called. */
  attachTerminal(write: (text: string) => void): () => void {
    if (this.#shellText !== '') write(this.#shellText)
    this.#terminals.add(write)
    return () => this.#terminals.delete(write)
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    for (const end of this.#ends.values()) end.close()
  }

  #look(): void {
    const { links } = this.#client.screen.state.get()
    this.#listen(links)
    for (const [channel, end] of this.#ends) {
      if (links.some(({ views }) => views.channels.device === channel)) continue
      end.close()
      this.#ends.delete(channel)
    }
    const ready = KINDS.filter((kind) => {
      const grant = this.#grant(kind)
      if (!grant || this.#begun.get(kind) === grant.id) return false
      if (!this.#asked.has(kind)) return true
      this.#start(kind, grant, links)
      return false
    })
    if (ready.join() !== this.#state.get().ready.join()) this.#patch({ ready })
    this.#lookForEnds()
    this.#lookForReturn()
  }

  #start(kind: DeviceKind, grant: Grant, links: readonly ProgramLink[]): void {
    const end = this.#endFor(grant, links)
    if (!end || !this.#open.has(grant.id)) return
    this.#asked.delete(kind)
    this.#begun.set(kind, grant.id)
    if (kind === 'script') this.#patch({ script: { title: grant.detail?.title ?? '', output: [], end: null } })
    if (kind === 'shell') {
      this.#shellText = ''
      this.#patch({ shell: { grantId: grant.id, end: null } })
    }
    end.say(kind === 'shell' ? { t: 'shell', ...FIRST_SIZE } : { t: kind })
  }

  /** The line falls with the permission: what ran is over then, also where nobody could say so any more. */
  #lookForEnds(): void {
    const { script, shell } = this.#state.get()
    const over = (kind: DeviceKind): boolean => this.#grant(kind)?.id !== this.#begun.get(kind)
    if (script && !script.end && over('script')) this.#patch({ script: { ...script, end: STOPPED } })
    if (shell && !shell.end && over('shell')) this.#patch({ shell: { ...shell, end: STOPPED } })
  }

  /** A restart is over when the customer's program has gone and is here again. */
  #lookForReturn(): void {
    const { story, devices } = this.#client.state.get()
    const customer = presentCustomer(story.session)
    const until = customer && story.device.restarts[customer.id]
    const here = devices.some((d) => d.participantId === customer?.id && d.program === 'support-manager')
    const { restart } = this.#state.get()
    if (restart?.is === 'going') {
      if (!here) this.#wentAway = true
      else if (this.#wentAway) this.#patch({ restart: { is: 'back' } })
      if (!customer) this.#patch({ restart: null })
    } else if (until !== undefined && restart === null) {
      this.#wentAway = !here
      this.#patch({ restart: { is: 'going', until } })
    }
  }

  /** Hears every customer's program from the first word on, also before anything was allowed. */
  #listen(links: readonly ProgramLink[]): void {
    for (const { views } of links) this.#endAt(views.channels.device)
  }

  #grant(kind: DeviceKind): Grant | undefined {
    return grantOf(this.#client.state.get().story.consent, this.#client.participantId, CAPABILITY_OF[kind])
  }

  #endFor(grant: Grant, links: readonly ProgramLink[]): DeviceClient | undefined {
    const link = links.find(
      ({ device }) => device.participantId === grant.customerId && device.program === 'support-manager',
    )
    return link && this.#endAt(link.views.channels.device)
  }

  #endAt(channel: RTCDataChannel): DeviceClient {
    const end = this.#ends.get(channel) ?? new DeviceClient(channel, (notice) => this.#hear(notice))
    this.#ends.set(channel, end)
    return end
  }

  #say(kind: DeviceKind, ask: Parameters<DeviceClient['say']>[0]): void {
    const grant = this.#grant(kind)
    if (!grant || this.#begun.get(kind) !== grant.id) return
    this.#endFor(grant, this.#client.screen.state.get().links)?.say(ask)
  }

  #hear(notice: DeviceNotice): void {
    const { script, shell } = this.#state.get()
    switch (notice.t) {
      case 'open':
        this.#open.add(notice.grantId)
        return this.#look()
      case 'refused':
        if (notice.what === 'script' && script && !script.end) this.#patch({ script: null })
        if (notice.what === 'shell' && shell && !shell.end) this.#patch({ shell: null })
        return this.#refusal(notice.what, notice.sentence)
      case 'information':
        return this.#patch({ information: notice.information })
      case 'output':
        if (notice.what === 'shell') return this.#write(notice.text)
        if (script) this.#patch({ script: { ...script, output: joined(script.output, notice) } })
        return
      case 'ended': {
        const { outcome, exitCode, cut } = notice
        const end = { outcome, exitCode, cut }
        if (notice.what === 'script' && script) this.#patch({ script: { ...script, end } })
        if (notice.what === 'shell' && shell) this.#patch({ shell: { ...shell, end } })
        return
      }
      case 'restarting':
        this.#wentAway = false
        return this.#patch({ restart: { is: 'going', until: notice.until } })
      case 'elevated':
        return this.#patch({ elevated: true })
      case 'begun':
    }
  }

  #write(text: string): void {
    this.#shellText = (this.#shellText + text).slice(-KEPT_LENGTH)
    for (const write of this.#terminals) write(text)
  }

  #refusal(kind: DeviceKind, sentence: string | undefined): void {
    const { [kind]: _old, ...refusals } = this.#state.get().refusals
    this.#patch({ refusals: sentence === undefined ? refusals : { ...refusals, [kind]: sentence } })
  }

  #patch(part: Partial<DeviceResults>): void {
    this.#state.set({ ...this.#state.get(), ...part })
  }
}

function joined(
  output: ScriptResult['output'],
  { text, error }: { readonly text: string; readonly error: boolean },
): ScriptResult['output'] {
  const last = output.at(-1)
  if (last?.error !== error) return [...output, { text, error }]
  return [...output.slice(0, -1), { text: last.text + text, error }]
}

const desks = new WeakMap<SessionClient, DeviceDesk>()

/** The one desk of a session: who looks elsewhere while the customer thinks about it finds the result when they come back. */
export function deviceDeskOf(client: SessionClient): DeviceDesk {
  const known = desks.get(client)
  if (known) return known
  const desk = new DeviceDesk(client)
  desks.set(client, desk)
  return desk
}

import { deviceNoticeSchema } from '@deskside/protocol'
import type { Capability, DeviceAsk, DeviceNotice } from '@deskside/protocol'
import type { DevicePermits, Permit, UseReport } from '../permits.ts'

type NoticeOf<T extends DeviceNotice['t']> = Extract<DeviceNotice, { t: T }>

/** What a representative's page says and hears. */
export class PageEnd {
  readonly heard: DeviceNotice[] = []
  /** Approvals that it was told of, in order. */
  readonly opened: string[] = []
  /** Says what it has got, as a page does. */
  confirms = true
  readonly #channel: RTCDataChannel
  readonly #waiting = new Set<() => void>()

  constructor(channel: RTCDataChannel) {
    this.#channel = channel
    channel.addEventListener('message', ({ data }) => {
      const notice = deviceNoticeSchema.parse(JSON.parse(String(data)))
      if (notice.t === 'open') {
        this.opened.push(notice.grantId)
        return
      }
      this.heard.push(notice)
      const what =
        notice.t === 'information'
          ? notice.t
          : notice.t === 'elevated'
            ? 'elevate'
            : 'what' in notice
              ? notice.what
              : undefined
      if (what !== undefined && this.confirms && notice.t !== 'begun' && notice.t !== 'output')
        this.say({ t: 'got', what })
      for (const look of this.#waiting) look()
    })
  }

  say(ask: DeviceAsk | string): void {
    if (this.#channel.readyState === 'open') this.#channel.send(typeof ask === 'string' ? ask : JSON.stringify(ask))
  }

  /** The first notice of a kind, from `after` on. */
  hears<T extends DeviceNotice['t']>(t: T, after = 0): Promise<NoticeOf<T>> {
    return this.#until(() => this.heard.slice(after).find((n): n is NoticeOf<T> => n.t === t))
  }

  /** All output, once it holds what is looked for. */
  reads(what: RegExp): Promise<string> {
    return this.#until(() => (what.test(this.output) ? this.output : undefined))
  }

  get output(): string {
    return this.heard.map((n) => (n.t === 'output' ? n.text : '')).join('')
  }

  #until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = find()
        if (found === undefined) return
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }
}

/** Approvals as a person gives and takes them, and what was reported of their use. */
export class Person implements DevicePermits {
  readonly reports: UseReport[] = []
  readonly #allowed = new Map<Capability, Permit>()
  readonly #used = new Set<string>()
  readonly #listeners = new Set<() => void>()

  allows(capability: Capability, detail: Permit['detail'] = null): string {
    const id = crypto.randomUUID()
    this.#allowed.set(capability, { id, detail })
    this.#tell()
    return id
  }

  stops(capability: Capability): void {
    this.#allowed.delete(capability)
    this.#tell()
  }

  grant(capability: Capability): Permit | undefined {
    return this.#allowed.get(capability)
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  use(grantId: string): boolean {
    if (this.#used.has(grantId)) return false
    this.#used.add(grantId)
    return true
  }

  done(report: UseReport): void {
    this.reports.push(report)
    for (const [capability, { id }] of this.#allowed) if (id === report.grantId) this.stops(capability)
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

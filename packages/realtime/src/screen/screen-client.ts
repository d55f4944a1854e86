import { iceServersSchema, sidesOf, usesLink } from '@deskside/protocol'
import type {
  Capability,
  CommandName,
  Device,
  Grant,
  IceServers,
  LinkBody,
  RequestPayload,
  ServerFrameOf,
  Story,
} from '@deskside/protocol'
import { PeerLink } from '../media/peer-link.ts'
import type { LinkChannels } from '../media/link-channels.ts'
import type { MediaPort } from '../media/port.ts'
import { createSource } from '../signal/observable.ts'
import type { Observable } from '../signal/observable.ts'
import type { OpenProgram, ProgramViews } from './program-views.ts'
import { captureScreen } from './capture.ts'
import { hintCapture } from './display-mode.ts'
import type { CaptureResult, LocalCapture } from './capture.ts'
import { sameView, screenView } from './screen-view.ts'
import type { IncomingPicture, ScreenView } from './screen-view.ts'

/** What a Support Manager does where a page would send streams. */
export interface NativeSide {
  /** The grants that this program serves now, by its own approvals: to their other side it makes links (screen R19). */
  serves(): readonly Grant[]
  /**
   * The channels to one page of the other side, in the moment in which they are made. @returns what ends all that is served
   * over them: channels that never opened tell nobody of their end.
   */
  onLink(remote: Device, channels: LinkChannels): () => void
}

/**
 * A picture that should be here and is not, or whose line did not mend by itself: the other page is asked for it anew
 * after this long, in milliseconds.
 */
const ASK_AGAIN_MS = 6_000
/** A connection is not made anew before it is this old, however often the other page asks for it, in milliseconds. */
const YOUNG_MS = 1_000
/** Pages of one participant that a Support Manager serves at once: each costs it a picture of its own. */
const PAGES_EACH = 8

interface Parts {
  readonly sessionId: string
  readonly participantId: string
  readonly deviceId: string
  readonly as: 'representative' | 'customer'
  readonly media: MediaPort
  readonly native?: NativeSide | undefined
  readonly program?: (() => Promise<OpenProgram>) | undefined
  readonly send: <M extends CommandName>(
    name: M,
    payload: Omit<RequestPayload<M>, 'sessionId' | 'commandId'>,
  ) => Promise<void>
  readonly servers: () => Promise<unknown>
  /** False when there is no way to the server now: the words are lost. */
  readonly signal: (body: { m: 'link.signal'; p: { sessionId: string; toDeviceId: string; body: LinkBody } }) => boolean
}

/** The pictures of one session at one page: what it shows, under whose grant, and what it sees. */
export class ScreenClient {
  readonly #parts: Parts
  readonly #state = createSource<ScreenView>({ outgoing: [], incoming: [], links: [] })
  /** What this page has of the Support Managers of the other side, by their devices. */
  readonly #views = new Map<string, ProgramViews>()
  readonly #captures = new Map<string, LocalCapture>()
  readonly #links = new Map<string, PeerLink>()
  /** In a Support Manager: what ends that which is served over a link. */
  readonly #served = new Map<string, () => void>()
  #story: Story | undefined
  #devices: readonly Device[] = []
  #asking: ReturnType<typeof setInterval> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get state(): Observable<ScreenView> {
    return this.#state
  }

  /** Lets the person choose a surface for a capability. Must be called while a click is handled. */
  capture(capability: Capability): Promise<CaptureResult> {
    return captureScreen(capability, this.#parts.media)
  }

  /** Shows a chosen surface under a live grant. @throws ApiError with the server's refusal; the capture is then ended. */
  async begin(grantId: string, capture: LocalCapture): Promise<void> {
    this.#captures.get(grantId)?.cancel()
    this.#captures.set(grantId, capture)
    if (this.#story) hintCapture(capture.stream, this.#story.session.displayMode)
    const [video] = capture.stream.getVideoTracks()
    // The browser's own stop bar means the same as our button (screen R7).
    video?.addEventListener('ended', () => void (this.#captures.get(grantId) === capture && this.stop(grantId)))
    this.#sync()
    return this.#announce(grantId, capture)
  }

  async #announce(grantId: string, { stream, surface, audio }: LocalCapture): Promise<void> {
    try {
      await this.#parts.send('screen.start', { grantId, streamId: stream.id, surface, audio })
    } catch (error) {
      this.#end(grantId)
      this.#sync()
      throw error
    }
  }

  /** Ends a grant. What this page captures under it ends here and now, whether or not the server can be reached. */
  stop(grantId: string): void {
    this.#end(grantId)
    this.#sync()
    // What the server says no to is over already; what it cannot hear now it hears on return.
    this.#parts.send('consent.revoke', { grantId }).catch(() => undefined)
  }

  /** Ends everything that this page captures and every link, without a word to the server. */
  stopAll(): void {
    clearInterval(this.#asking)
    this.#asking = undefined
    for (const grantId of [...this.#captures.keys()]) this.#end(grantId)
    for (const deviceId of [...this.#links.keys()]) this.#unlink(deviceId)
    this.#publish()
  }

  /** The guard: no capture outlives its grant, whatever else happens (screen R4). */
  handleStory(story: Story): void {
    const before = this.#story?.screen ?? {}
    this.#story = story
    this.#followDisplayMode(story)
    for (const [grantId, capture] of [...this.#captures]) {
      if (!this.#grant(grantId)) this.#end(grantId)
      // Away for so long that the server took this page for gone: it is not, and what it captures goes on (screen R6).
      else if (before[grantId]?.deviceId === this.#parts.deviceId && !story.screen[grantId])
        this.#announce(grantId, capture).catch((error: unknown) => console.warn('A picture could not go on.', error))
    }
    this.#sync()
  }

  #followDisplayMode({ session: { displayMode } }: Story): void {
    for (const { stream } of this.#captures.values()) hintCapture(stream, displayMode)
    for (const link of this.#links.values()) link.handleDisplayMode(displayMode)
  }

  handleDevices(devices: readonly Device[]): void {
    const returned = devices.filter((d) => !this.#devices.some((known) => known.deviceId === d.deviceId))
    this.#devices = devices
    this.#getReady(returned)
    // What we said while they were away reached nobody.
    for (const { deviceId } of returned) this.#links.get(deviceId)?.handleOnline()
    this.#sync()
  }

  /** Fetches what shows a Support Manager's picture as soon as there is one: Allow must not wait for it. Nobody is told. */
  #getReady(came: readonly Device[]): void {
    const theirs = came.some((d) => d.program === 'support-manager' && d.participantId !== this.#parts.participantId)
    // Where that fails now, it is tried again when it is needed, and said there.
    if (theirs) this.#parts.program?.().catch(() => undefined)
  }

  handleLink({ from, body }: ServerFrameOf<'link'>): void {
    if (!this.#mayLink(from.participantId)) return
    const known = this.#links.get(from.deviceId)
    if (known && (body.kind === 'wanted' || known.isOutlivedBy(body))) {
      if (known.age < YOUNG_MS) return
      this.#unlink(from.deviceId)
    }
    const begins = body.kind === 'description' && body.type === 'offer'
    const link = begins ? this.#linkTo(from) : this.#links.get(from.deviceId)
    link?.handleSignal(body)
    this.#sync()
  }

  /** What this program serves has changed: links follow. */
  handleServing(): void {
    this.#sync()
  }

  handleOnline(): void {
    for (const link of this.#links.values()) link.handleOnline()
  }

  #grant(grantId: string): Grant | undefined {
    return this.#story?.session.life.is === 'live' ? this.#story.consent.grants[grantId] : undefined
  }

  #end(grantId: string): void {
    const capture = this.#captures.get(grantId)
    this.#captures.delete(grantId)
    capture?.cancel()
  }

  #mayLink(participantId: string): boolean {
    const me = this.#parts.participantId
    const grants = this.#parts.native ? this.#parts.native.serves() : this.#grants()
    return grants.some(
      ({ capability, representativeId: r, customerId: c }) =>
        usesLink(capability) && ((r === me && c === participantId) || (c === me && r === participantId)),
    )
  }

  #grants(): Grant[] {
    return this.#story?.session.life.is === 'live' ? Object.values(this.#story.consent.grants) : []
  }

  /** Links follow from grants, captures and connected devices; nothing else makes or keeps one. */
  #sync(): void {
    for (const [deviceId, link] of [...this.#links]) {
      const there = this.#devices.some((d) => d.deviceId === deviceId)
      // A device that the server does not hear may come back; the line between us may well still stand.
      if (!this.#mayLink(link.remote.participantId) || (!there && link.quality.link !== 'connected'))
        this.#unlink(deviceId)
    }
    const outgoing = this.#outgoingByDevice()
    for (const [device, streams] of outgoing) this.#linkTo(device)?.handleOutgoing(streams)
    for (const [deviceId, link] of this.#links)
      if (![...outgoing.keys()].some((d) => d.deviceId === deviceId)) link.handleOutgoing(new Map())
    this.#tellGrants()
    this.#publish()
    this.#askForMissing()
  }

  /** What the other side's programs say of the clipboard counts only under a grant of theirs to us. */
  #tellGrants(): void {
    const me = this.#parts.participantId
    for (const [deviceId, { clipboard }] of this.#views) {
      const customer = this.#links.get(deviceId)?.remote.participantId
      const has = (capability: Capability): boolean =>
        this.#grants().some(
          (grant) => grant.capability === capability && grant.representativeId === me && grant.customerId === customer,
        )
      clipboard.handleGranted({ in: has('clipboard.in'), out: has('clipboard.out') })
    }
  }

  /** To each device of those who may see it, the streams that it gets (screen R9). */
  #outgoingByDevice(): Map<Device, Map<string, MediaStream>> {
    const result = new Map<Device, Map<string, MediaStream>>()
    const away = [...this.#links.values()]
      .map((link) => link.remote)
      .filter((r) => !this.#devices.some((d) => d.deviceId === r.deviceId))
    for (const device of [...this.#devices, ...away]) {
      const streams = new Map<string, MediaStream>()
      for (const [grantId, capture] of this.#captures) {
        const grant = this.#grant(grantId)
        if (grant && sidesOf(grant).to === device.participantId) streams.set(grantId, capture.stream)
      }
      if (streams.size > 0 || this.#servesPage(device)) result.set(device, streams)
    }
    return result
  }

  /** A Support Manager calls the pages of those whom it serves; what they see goes over channels, not in a stream. */
  #servesPage(device: Device): boolean {
    const serves = this.#parts.native?.serves() ?? []
    return (
      device.program === 'page' &&
      serves.some((grant) => otherSide(grant, this.#parts.participantId) === device.participantId)
    )
  }

  #onChannels(remote: Device): (() => Promise<(channels: LinkChannels) => void>) | undefined {
    const { native, program } = this.#parts
    if (native)
      return () =>
        Promise.resolve((channels) => void this.#served.set(remote.deviceId, native.onLink(remote, channels)))
    if (remote.program === 'page' || !program) return undefined
    return async () => {
      const open = await program()
      return (channels) => {
        this.#views.set(remote.deviceId, open(channels))
        this.#tellGrants()
        this.#publish()
      }
    }
  }

  /** The link to a device, made where there is none; undefined where this program serves enough pages of that participant. */
  #linkTo(remote: Device): PeerLink | undefined {
    const known = this.#links.get(remote.deviceId)
    if (known || !this.#parts.native) return known ?? this.#link(remote)
    const served = [...this.#links.values()].filter((link) => link.remote.participantId === remote.participantId)
    return served.length < PAGES_EACH ? this.#link(remote) : undefined
  }

  #link(remote: Device): PeerLink {
    const { media, servers } = this.#parts
    const link = new PeerLink({
      remote,
      polite: this.#parts.as === 'customer',
      media,
      servers: async (): Promise<IceServers> => iceServersSchema.parse(await servers()) as IceServers,
      send: (body) => void this.#signal(remote.deviceId, body),
      changed: () => this.#sync(),
      onChannels: this.#onChannels(remote),
    })
    this.#links.set(remote.deviceId, link)
    if (this.#story) link.handleDisplayMode(this.#story.session.displayMode)
    return link
  }

  #signal(toDeviceId: string, body: LinkBody): boolean {
    return this.#parts.signal({ m: 'link.signal', p: { sessionId: this.#parts.sessionId, toDeviceId, body } })
  }

  #unlink(deviceId: string): void {
    this.#links.get(deviceId)?.close()
    this.#links.delete(deviceId)
    this.#views.get(deviceId)?.close()
    this.#views.delete(deviceId)
    this.#served.get(deviceId)?.()
    this.#served.delete(deviceId)
  }

  #publish(): void {
    const view = screenView({
      me: this.#parts.participantId,
      grants: this.#grants(),
      running: this.#story?.screen ?? {},
      captures: this.#captures,
      links: this.#links,
      views: this.#views,
    })
    if (!sameView(this.#state.get(), view)) this.#state.set(view)
  }

  #opened({ programDeviceId }: IncomingPicture): boolean {
    const link = programDeviceId === null ? undefined : this.#links.get(programDeviceId)
    return link?.quality.link === 'connected'
  }

  /** Words may be lost on the way; a picture that should be here and is not is asked for again. */
  #askForMissing(): void {
    const missing = (): IncomingPicture[] =>
      this.#state
        .get()
        .incoming.filter(
          (p) => !(p.stream ?? this.#opened(p)) || p.quality.link === 'lost' || p.quality.link === 'mending',
        )
    if (missing().length === 0) {
      clearInterval(this.#asking)
      this.#asking = undefined
      return
    }
    this.#asking ??= setInterval(() => {
      for (const { grantId } of missing()) {
        const deviceId = this.#story?.screen[grantId]?.deviceId
        if (deviceId === undefined || !this.#devices.some((d) => d.deviceId === deviceId)) continue
        if (this.#signal(deviceId, { kind: 'wanted' })) this.#unlink(deviceId)
      }
      this.#askForMissing()
    }, ASK_AGAIN_MS)
  }
}

/** The participant at the other end of a grant. */
function otherSide({ representativeId, customerId }: Grant, me: string): string {
  return representativeId === me ? customerId : representativeId
}

import { setTimeout as sleep } from 'node:timers/promises'
import { errorBody, isShare, needsSupportManager, sidesOf, surfacesFor } from '@deskside/protocol'
import type { Grant, ProgramAccess, Story } from '@deskside/protocol'
import { ApiError, createLiveClient } from '@deskside/realtime'
import type { ApiServer, LiveClient, MediaPort, NativeSide, SessionClient } from '@deskside/realtime'
import { Approvals } from '../consent/approvals.ts'
import { questionsOf } from '../consent/questions.ts'
import type { Question } from '../consent/questions.ts'
import type { Target } from '../screen/screen-port.ts'

/** Without a word from the server for this long, everything that is allowed ends here, in milliseconds. */
const ALONE_MS = 5 * 60_000

/** Who leaves waits for the server's word for so long, in milliseconds. */
const LEAVE_MS = 1_500

export type SessionPhase = 'joining' | 'joined' | 'reconnecting' | 'over'

interface Parts {
  readonly access: ProgramAccess
  readonly server: ApiServer
  readonly media: MediaPort
  /** A page of the other side is linked with this program now. */
  readonly onLink: NativeSide['onLink']
}

/** This program's seat in the session: what the server tells, what the person answers, and what is therefore allowed. */
export class SupportSession {
  readonly approvals: Approvals
  readonly me: string
  readonly #access: ProgramAccess
  readonly #live: LiveClient
  readonly #listeners = new Set<() => void>()
  readonly #announced = new Set<string>()
  readonly #disowned = new Set<string>()
  readonly #followed = new WeakSet<SessionClient>()
  #alone: ReturnType<typeof setTimeout> | undefined
  #over = false

  constructor({ access, server, media, onLink }: Parts) {
    this.#access = access
    this.me = access.participantId
    this.approvals = new Approvals(access.participantId)
    const serves = () => this.approvals.live().map(({ grant }) => grant)
    this.#live = createLiveClient({ as: access.as, server, media, native: { serves, onLink } })
    this.approvals.onChange(() => {
      this.#client?.screen.handleServing()
      this.#announce()
      this.#tell()
    })
    this.#live.state.subscribe(() => this.#handleLive())
  }

  start(): void {
    this.#live.start()
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  get phase(): SessionPhase {
    const { connection, self } = this.#live.state.get()
    if (this.#over || connection === 'closed') return 'over'
    if (self?.kind === 'customer' && self.standing.is !== 'admitted') return 'over'
    if (!this.story) return 'joining'
    return connection === 'online' ? 'joined' : 'reconnecting'
  }

  /** Why the server closed the door for good, if it did: in the catalogue's words, whatever words the server chose. */
  get goodbye(): string | undefined {
    const { goodbye } = this.#live.state.get()
    return goodbye ? errorBody(goodbye.code).message : undefined
  }

  /** Another Support Manager has the seat of this one (download R8). */
  get isReplaced(): boolean {
    return this.#live.state.get().goodbye?.code === 'download.replaced'
  }

  get story(): Story | undefined {
    const client = this.#client
    return client && client.lastSeq > 0 ? client.state.get().story : undefined
  }

  /** Their ends are by this computer's own clock. */
  get questions(): readonly Question[] {
    const { story } = this
    if (!story || this.phase === 'over') return []
    const { clockSkew } = this.#live.state.get()
    return questionsOf(story, this.me, this.approvals).map((question) => ({
      ...question,
      expiresAt: question.expiresAt - clockSkew,
    }))
  }

  /** The session as the protocol's client has it; undefined before its first news. */
  get client(): SessionClient | undefined {
    return this.#client
  }

  /** The person's yes. @throws ApiError when the server refuses; then nothing is allowed. */
  async allow(
    question: Question,
    { everything, target }: { everything: boolean; target: Target | undefined },
  ): Promise<void> {
    // A yes that comes too late: what is granted already must not begin by it.
    if (this.phase === 'over') return
    const { requestId, asked, answers } = question
    const { representativeId } = asked
    const before = this.approvals.everythingFor(representativeId)
    this.approvals.approve(requestId, asked, target)
    if (answers === 'grant') return
    if (everything) this.approvals.approveEverything(representativeId)
    try {
      await this.#client?.send('consent.allow', { requestId, everything })
    } catch (error) {
      this.approvals.takeBack(requestId)
      if (!before) this.approvals.endEverything(representativeId)
      throw error
    }
  }

  async decline({ requestId, answers, grantId }: Question): Promise<void> {
    if (answers === 'request') return this.#client?.send('consent.decline', { requestId })
    if (grantId !== undefined) this.stop(grantId)
  }

  /** Ends one thing here and now; the server hears of it as soon as it can be reached. */
  stop(grantId: string): void {
    this.approvals.stop(grantId)
    this.#client?.screen.stop(grantId)
  }

  stopAll(): void {
    const grants = this.approvals.live().map(({ grant }) => grant.id)
    const everything = this.story?.consent.everything ?? []
    this.approvals.stopAll()
    for (const grantId of grants) this.#client?.screen.stop(grantId)
    for (const { representativeId, customerId } of everything)
      if (customerId === this.me) this.askAgain(representativeId)
  }

  /** What was allowed is done: it is not allowed a second time. */
  done(grantId: string): void {
    this.approvals.stop(grantId)
    this.#quietly(this.#client?.send('consent.revoke', { grantId, because: 'done' }))
  }

  askAgain(representativeId: string): void {
    this.approvals.endEverything(representativeId)
    this.#quietly(this.#client?.send('consent.revoke-everything', { representativeId }))
  }

  say(text: string): void {
    this.#client?.post({ kind: 'everyone' }, text)
  }

  /** Leaves the session: for a customer as their page's button does. A server that is silent keeps nobody. */
  async leave(): Promise<void> {
    this.approvals.stopAll()
    if (this.#access.as !== 'customer') return
    const said = this.#client?.send('session.leave', {}).catch((error: unknown) => this.#stumble(error))
    await Promise.race([said, sleep(LEAVE_MS, undefined, { ref: false })])
  }

  /** Ends everything here and says goodbye, so that the server need not wait for us. */
  close(): void {
    if (this.#over) return
    this.#over = true
    clearTimeout(this.#alone)
    this.approvals.stopAll()
    this.#live.stop()
    this.#tell()
  }

  get #client(): SessionClient | undefined {
    return this.#live.session(this.#access.sessionId)
  }

  #handleLive(): void {
    const { connection } = this.#live.state.get()
    // Whatever a server may mean by it, a door that is closed for good ends everything and opens nothing (consent R21).
    if (connection === 'closed') this.approvals.stopAll()
    if (connection === 'online') {
      clearTimeout(this.#alone)
      this.#alone = undefined
    } else if (this.story) this.#alone ??= setTimeout(() => this.approvals.stopAll(), ALONE_MS)
    const client = this.#client
    if (client && !this.#followed.has(client)) {
      this.#followed.add(client)
      client.state.subscribe(() => this.#handleStory())
      this.#handleStory()
    }
    this.#tell()
  }

  #handleStory(): void {
    const { story } = this
    if (!story) return
    this.approvals.handleStory(story)
    this.#approveWhatNeedsNoAsking(story)
    // Of an earlier start of this program, or of nobody's approval at all: nothing that we would serve.
    for (const grant of this.approvals.unknown((g) => this.#servedOnlyHere(g))) {
      if (this.#disowned.has(grant.id)) continue
      this.#disowned.add(grant.id)
      this.#quietly(this.#client?.send('consent.revoke', { grantId: grant.id, because: 'unknown-here' }))
    }
    this.#announce()
    this.#tell()
  }

  /** "Allow everything" that was said in this window answers what the server granted by it. */
  #approveWhatNeedsNoAsking({ consent }: Story): void {
    for (const grant of Object.values(consent.grants)) {
      if (!grant.automatic || grant.customerId !== this.me || !this.approvals.everythingFor(grant.representativeId))
        continue
      // Which program is shown is still asked.
      if (grant.capability === 'application.view' || grant.capability === 'application.control') continue
      const shows = surfacesFor(grant.capability).length > 0 && !isShare(grant.capability)
      const target: Target | undefined = shows ? { kind: 'all-monitors' } : undefined
      this.approvals.approve(grant.requestId, grant, target)
    }
  }

  #servedOnlyHere(grant: Grant): boolean {
    if (needsSupportManager(grant.capability) !== 'customer' || grant.customerId !== this.me) return false
    return !(grant.automatic && this.approvals.everythingFor(grant.representativeId))
  }

  /** Tells the server which pictures go out from here, so that the other side looks for them here. */
  #announce(): void {
    const story = this.story
    if (!story) return
    for (const { grant, target } of this.approvals.live()) {
      if (sidesOf(grant).from !== this.me || !target) continue
      const running = story.screen[grant.id]
      if (running?.deviceId === this.#live.deviceId || this.#announced.has(grant.id)) continue
      this.#announced.add(grant.id)
      const surface = target.kind === 'application' ? 'window' : 'monitor'
      const start = this.#client?.send('screen.start', { grantId: grant.id, streamId: null, surface, audio: false })
      start?.catch((error: unknown) => this.#stumble(error)).finally(() => this.#announced.delete(grant.id))
    }
  }

  #quietly(sent: Promise<void> | undefined): void {
    sent?.catch((error: unknown) => this.#stumble(error))
  }

  /** What the server says no to is over already: the story tells how it stands. */
  #stumble(error: unknown): void {
    if (!(error instanceof ApiError)) throw error
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}

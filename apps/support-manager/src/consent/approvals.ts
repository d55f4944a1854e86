import { sidesOf } from '@deskside/protocol'
import type { Capability, Grant, OpenRequest, Story } from '@deskside/protocol'
import type { Target } from '../screen/screen-port.ts'

/** A live grant that was approved in this program's own window, and what of the computer it concerns. */
export interface Approval {
  readonly grant: Grant
  /** What was chosen; undefined for kinds that are no picture. */
  readonly target: Target | undefined
}

type Asked = Pick<OpenRequest, 'capability' | 'representativeId' | 'customerId' | 'detail'>

interface Approved extends Asked {
  readonly target: Target | undefined
  /** The one grant that this approval made; another grant that names the same request is none of ours. */
  grantId: string | undefined
}

/**
 * The guard: what may be captured, driven or run on this computer now. A grant counts only when the person approved it
 * here, in exactly the words in which it was granted, and only until it was stopped once. What the server says beyond that opens
 * nothing, and what it does not say any more is over (THREATS C1, C3, C4).
 */
export class Approvals {
  readonly #approved = new Map<string, Approved>()
  /** Grants that are over here, whatever the story says. */
  readonly #stopped = new Set<string>()
  /** By representative: said here only, or stored by the server as well. */
  readonly #everything = new Map<string, 'said' | 'stored'>()
  readonly #listeners = new Set<() => void>()
  readonly #participantId: string
  #live: readonly Approval[] = []
  #story: Story | undefined

  constructor(participantId: string) {
    this.#participantId = participantId
  }

  /** Everything that may happen now. */
  live(): readonly Approval[] {
    return this.#live
  }

  /** What a participant may do of one kind, if anything. */
  permit(participantId: string, capability: Capability): Approval | undefined {
    return this.#live.find(
      ({ grant }) => grant.capability === capability && otherSide(grant, this.#participantId) === participantId,
    )
  }

  /** Under which somebody else uses this computer's mouse and keyboard now. */
  driving(): readonly Approval[] {
    return this.#live.filter(
      ({ grant }) => grant.capability.endsWith('control') && sidesOf(grant).from === this.#participantId,
    )
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** The person said yes to this, here. */
  approve(requestId: string, asked: Asked, target: Target | undefined): void {
    const { capability, representativeId, customerId, detail } = asked
    this.#approved.set(requestId, { capability, representativeId, customerId, detail, target, grantId: undefined })
    this.#judge()
  }

  /** That yes came to nothing, or is over: no grant by this request opens anything any more. */
  takeBack(requestId: string): void {
    this.#approved.delete(requestId)
    this.#judge()
  }

  /** The person said that this representative need not ask any more. */
  approveEverything(representativeId: string): void {
    if (!this.#everything.has(representativeId)) this.#everything.set(representativeId, 'said')
    this.#judge()
  }

  /** And that they shall ask again. */
  endEverything(representativeId: string): void {
    this.#everything.delete(representativeId)
  }

  everythingFor(representativeId: string): boolean {
    return this.#everything.has(representativeId)
  }

  /** Ends it here and now; nothing brings it back (C10). */
  stop(grantId: string): void {
    this.#stopped.add(grantId)
    this.#judge()
  }

  isStopped(grantId: string): boolean {
    return this.#stopped.has(grantId)
  }

  stopAll(): void {
    for (const { grant } of this.#live) this.#stopped.add(grant.id)
    this.#approved.clear()
    this.#everything.clear()
    this.#judge()
  }

  handleStory(story: Story): void {
    this.#story = story
    this.#followEverything(story)
    this.#judge()
  }

  /** Grants that only this program could serve, which it knows no approval for: they are of an earlier start of it (consent R20). */
  unknown(serves: (grant: Grant) => boolean): readonly Grant[] {
    const known = new Set(this.#live.map(({ grant }) => grant.id))
    return this.#grants().filter((grant) => serves(grant) && !known.has(grant.id))
  }

  /** Taken back elsewhere, or ended with somebody's leaving (consent R10): it stays over, whatever the server says later. */
  #followEverything({ consent, session }: Story): void {
    for (const [representativeId, is] of this.#everything) {
      const stored =
        session.life.is === 'live' &&
        consent.everything.some((e) => e.representativeId === representativeId && e.customerId === this.#participantId)
      if (stored) this.#everything.set(representativeId, 'stored')
      else if (is === 'stored') this.#everything.delete(representativeId)
    }
  }

  #grants(): readonly Grant[] {
    return this.#story?.session.life.is === 'live' ? Object.values(this.#story.consent.grants) : []
  }

  #judge(): void {
    const grants = this.#grants()
    const live = grants.flatMap((grant): Approval[] => {
      if (this.#stopped.has(grant.id)) return []
      const approved = this.#approvalOf(grant)
      if (!approved) return []
      approved.grantId = grant.id
      return [{ grant, target: approved.target }]
    })
    // An approval whose grant is over is used up: a second grant by the same request would be a replay.
    for (const [requestId, { grantId }] of this.#approved)
      if (grantId !== undefined && !live.some(({ grant }) => grant.id === grantId)) this.#approved.delete(requestId)
    const same = live.length === this.#live.length && live.every(({ grant }, n) => grant.id === this.#live[n]?.grant.id)
    this.#live = live
    if (!same) for (const listener of this.#listeners) listener()
  }

  #approvalOf(grant: Grant): Approved | undefined {
    const mine = sidesOf(grant).from === this.#participantId || grant.customerId === this.#participantId
    const approved = this.#approved.get(grant.requestId)
    if (!mine || !approved) return undefined
    if (approved.grantId !== undefined && approved.grantId !== grant.id) return undefined
    const same =
      approved.capability === grant.capability &&
      approved.representativeId === grant.representativeId &&
      approved.customerId === grant.customerId &&
      approved.detail?.title === grant.detail?.title &&
      approved.detail?.text === grant.detail?.text
    return same ? approved : undefined
  }
}

function otherSide({ representativeId, customerId }: Grant, me: string): string {
  return representativeId === me ? customerId : representativeId
}

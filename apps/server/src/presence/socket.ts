import {
  REQUESTS,
  actionsFor,
  eventFor,
  isRequestName,
  presentParticipant,
  presentUser,
  receives,
  whyNotWrite,
} from '@deskside/protocol'
import type {
  CustomerStanding,
  ErrorCode,
  RequestName,
  Self,
  ServerFrame,
  ServerFrameOf,
  Story,
} from '@deskside/protocol'
import type { Handlers, Principal, Sender } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { Clock } from '../platform/clock.ts'
import type { Peer, SocketHandlers } from '../platform/socket-server.ts'
import type { LiveSession, SessionService, Stored } from '../session/index.ts'
import { createLimits } from './limits.ts'
import type { Place, Presence } from './service.ts'

/** One socket in one session: the socket's own identity there. */
interface Seat {
  readonly peer: Peer<Principal>
  readonly participantId: string
}
/** A welcomed socket. */
interface Welcomed {
  /** Its seats by session: a socket that speaks or goes is found without looking through everybody's rooms. */
  readonly seats: Map<string, Seat>
  /** Forgets the end of the sign-in that brought it here. */
  forgetEnd(): void
}
type AnyHandler = (sender: Sender, payload: unknown) => Promise<unknown>

type CustomerPrincipal = Extract<Principal, { kind: 'customer' }>

interface Parts {
  readonly session: SessionService
  readonly presence: Presence
  readonly handlers: Handlers<RequestName>
  readonly redeem: SocketHandlers<Principal>['redeem']
  readonly standingOf: (customer: CustomerPrincipal) => Promise<CustomerStanding>
  /** The same as a story says it. */
  readonly standingIn: (story: Story, customer: CustomerPrincipal) => CustomerStanding
  readonly numberOf: (sessionId: string) => Promise<{ number: string; expiresAt: number } | undefined>
  /** Whether two participants may exchange words to find each other (screen R8). */
  readonly mayLink: (live: LiveSession, from: string, to: string) => boolean
  readonly denied: (sender: Sender, what: string) => void
  /** When a sign-in ends by itself; undefined for one that is over. */
  readonly signedInUntil: (authSessionId: string) => Promise<number | undefined>
  /** Whether another Support Manager has the seat of this one (download R8). */
  readonly isReplaced: (accessId: string) => Promise<boolean>
  readonly build: string
  readonly clock: Clock
}

export interface SessionSocketHub {
  readonly handlers: SocketHandlers<Principal>
  /** Tells the representatives of a session something that is only for them. */
  tellRepresentatives(sessionId: string, frame: ServerFrame): void
  /** Tells all pages of a representative something that is no session's. */
  tellAccount(userId: string, frame: ServerFrame): void
  /** Told whenever a page of a representative comes or goes, with how many there are then. */
  onAccount(listener: (userId: string, pages: number) => void): void
  /** Closes every socket of an account, for instance because it signed out everywhere. */
  closeAccount(userId: string, why: ErrorCode): void
  /** Closes the sockets of one sign-in. */
  closeSignIn(authSessionId: string): void
  /** Closes Support Managers whose seat another one has: they do not come back. */
  closeReplaced(accessIds: ReadonlySet<string>): void
}

/** Holds who sits where and routes; what a request does is its feature's business. */
export function createSessionSockets(parts: Parts): SessionSocketHub {
  const { session, presence } = parts
  const rooms = new Map<string, Set<Seat>>()
  const peers = new Map<Peer<Principal>, Welcomed>()
  const limits = createLimits()
  const accounts = createAccounts()

  const seats = (sessionId: string): Iterable<Seat> => rooms.get(sessionId) ?? []
  const seatOf = (peer: Peer<Principal>, sessionId: string): Seat | undefined => peers.get(peer)?.seats.get(sessionId)
  const isRepresentative = (live: LiveSession | undefined, id: string): boolean =>
    live?.story.session.participants[id]?.role === 'representative'

  const tellStory = (seat: Seat, live: LiveSession, events: LiveSession['events']): void => {
    const visible = events.flatMap((event) => eventFor(event, seat.participantId, live.story.session) ?? [])
    const { sessionId, story } = live
    const frame = {
      t: 'events',
      sessionId,
      participantId: seat.participantId,
      events: visible,
      actions: actionsFor(story, seat.participantId),
    } as const
    if (presentOrPast(live, seat.participantId)) seat.peer.send(frame)
  }

  const toldDevices = new WeakMap<Seat, string>()
  const tellDevices = (sessionId: string, only?: Seat): void => {
    const live = session.live(sessionId)
    if (!live) return
    // A page that only knocks is nobody's peer yet, and learns of nobody.
    // Who looks on shows nothing and is shown nothing: their pages are nobody's peers either.
    const { participants } = live.story.session
    const devices = presence
      .devices(sessionId)
      .filter((d) => (participants[d.participantId]?.role ?? 'watcher') !== 'watcher')
    const told = JSON.stringify(devices)
    for (const seat of only ? [only] : seats(sessionId)) {
      // The same once more would tell a customer of a page that is none of their business.
      if (!participants[seat.participantId] || toldDevices.get(seat) === told) continue
      toldDevices.set(seat, told)
      seat.peer.send({ t: 'devices', sessionId, devices })
    }
  }

  /** Sits a socket down: all that it missed, then live, with nothing stored in between (wire R5). */
  const sit = async (seat: Seat, sessionId: string, after: number): Promise<void> => {
    const seated = await session.quiet(sessionId, (live) => {
      const welcomed = peers.get(seat.peer)
      // A greeting and the news of a session may both lead here; one seat hears everything once.
      if (!live || !welcomed || welcomed.seats.has(sessionId)) return false
      // They may have left, or been turned away, since their ticket was given out.
      if (!hasPlace(live.story, seat.participantId)) return false
      if (!presence.claim(placeOf(seat, sessionId))) {
        seat.peer.close('request.invalid')
        return false
      }
      welcomed.seats.set(sessionId, seat)
      const room = rooms.get(sessionId) ?? new Set<Seat>()
      rooms.set(sessionId, room.add(seat))
      tellStory(seat, live, after === 0 ? live.events : live.events.filter((e) => e.seq > after))
      return true
    })
    if (!seated || !peers.has(seat.peer) || !session.live(sessionId)) return
    await presence.arrived(placeOf(seat, sessionId))
    tellDevices(sessionId, seat)
    if (!isRepresentative(session.live(sessionId), seat.participantId)) return
    // Not while the number is just being changed: the news of the change and this one must not pass each other.
    await session.quiet(sessionId, async () => {
      const number = await parts.numberOf(sessionId)
      seat.peer.send({ t: 'number', sessionId, number: number?.number ?? null, expiresAt: number?.expiresAt ?? null })
    })
  }

  const standUp = (seat: Seat, sessionId: string, closed: boolean): void => {
    const room = rooms.get(sessionId)
    room?.delete(seat)
    peers.get(seat.peer)?.seats.delete(sessionId)
    if (room?.size === 0) rooms.delete(sessionId)
    presence.departed(placeOf(seat, sessionId), closed)
  }

  /** Where a principal has a seat now. */
  const places = (principal: Principal): { sessionId: string; participantId: string }[] => {
    if (principal.kind === 'customer') {
      const live = session.live(principal.sessionId)
      return live && hasPlace(live.story, principal.participantId) ? [principal] : []
    }
    return session.liveOf(principal.userId).flatMap(({ sessionId, story }) => {
      if (!reaches(principal, sessionId)) return []
      const mine = presentUser(story.session, principal.userId)
      return mine ? [{ sessionId, participantId: mine.id }] : []
    })
  }

  /** Without a pause from the first seat to the last: the next piece of the story must not overtake this one (wire R5). */
  const announce = ({ sessionId, story, fresh, events }: Stored): void => {
    for (const seat of [...seats(sessionId)]) {
      // Who was just let in has seen nothing yet.
      const admitted = fresh.some(({ body }) => body.type === 'session.admitted' && body.knockId === seat.participantId)
      const { principal } = seat.peer
      const news = admitted ? events : fresh
      // To a customer a frame without events would tell that somebody came, whispered or went (monitor R4).
      if (principal.kind !== 'customer' || news.some((e) => eventFor(e, seat.participantId, story.session)))
        tellStory(seat, { sessionId, story, events }, news)
      if (principal.kind === 'customer' && fresh.some((e) => changesStanding(e, seat.participantId)))
        seat.peer.send({ t: 'standing', standing: parts.standingIn(story, principal) })
    }
    for (const { body } of fresh)
      if (body.type === 'session.left') leaveRoom(sessionId, (seat) => seat.participantId === body.participantId)
    for (const { body } of fresh) {
      if (COMES.has(body.type) && 'userId' in body) seatUser(sessionId, body)
      // Who looked on until then is somebody's peer from now on.
      if (body.type === 'session.joined') tellDevices(sessionId)
      if (body.type === 'session.admitted') tellDevices(sessionId)
      if (body.type === 'session.knock-ended') leaveRoom(sessionId, (seat) => seat.participantId === body.knockId)
      if (body.type === 'session.ended') {
        leaveRoom(sessionId, () => true)
        limits.forget(sessionId)
      }
    }
  }
  const seatUser = (sessionId: string, who: { participantId: string; userId: string }): void => {
    for (const peer of peers.keys()) {
      const { principal } = peer
      if (principal.kind !== 'representative' || principal.userId !== who.userId || seatOf(peer, sessionId)) continue
      if (!reaches(principal, sessionId)) continue
      sit({ peer, participantId: who.participantId }, sessionId, 0).catch(() => peer.close('server.unavailable'))
    }
  }
  const leaveRoom = (sessionId: string, who: (seat: Seat) => boolean): void => {
    for (const seat of [...seats(sessionId)].filter(who)) standUp(seat, sessionId, true)
  }

  session.onStored(announce)
  presence.onDevices((sessionId) => tellDevices(sessionId))

  const selfOf = async (principal: Principal): Promise<Self> =>
    principal.kind === 'representative'
      ? { kind: 'representative', userId: principal.userId, name: principal.name }
      : { kind: 'customer', standing: await parts.standingOf(principal) }

  const hello: SocketHandlers<Principal>['hello'] = async (peer, { resume }) => {
    const welcomed: Welcomed = { seats: new Map(), forgetEnd: () => undefined }
    peers.set(peer, welcomed)
    if (!(await isSignedIn(peer, welcomed)) || !(await hasItsSeat(peer))) return
    const mine = places(peer.principal)
    const joined = mine.filter(
      ({ sessionId, participantId }) => session.live(sessionId)?.story.session.participants[participantId],
    )
    const self = await selfOf(peer.principal)
    peer.send({
      t: 'welcome',
      self,
      build: parts.build,
      now: parts.clock.now(),
      sessions: joined.map(({ sessionId, participantId }) => ({ sessionId, participantId })),
    })
    if (peers.has(peer)) accounts.came(peer)
    const after = new Map(resume.map((r) => [r.sessionId, r.after]))
    for (const { sessionId, participantId } of mine)
      await sit({ peer, participantId }, sessionId, after.get(sessionId) ?? 0)
    if (self.kind === 'customer') await tellChange(peer, self.standing)
  }

  /**
   * A sign-in may be over since its ticket was given out. Whoever ends it from now on finds the socket here (wire R9), and
   * a sign-in that runs out takes it along.
   */
  const isSignedIn = async (peer: Peer<Principal>, welcomed: Welcomed): Promise<boolean> => {
    if (peer.principal.kind === 'customer') return true
    const until = (await parts.signedInUntil(peer.principal.authSessionId)) ?? 0
    const left = until - parts.clock.now()
    if (left <= 0) dismiss(peer, 'account.signed-out')
    else if (peers.has(peer)) welcomed.forgetEnd = parts.clock.after(left, () => dismiss(peer, 'account.signed-out'))
    return left > 0 && peers.has(peer)
  }

  /** Another Support Manager may have come in since this one's ticket was given out; one that comes from now on finds it here. */
  const hasItsSeat = async (peer: Peer<Principal>): Promise<boolean> => {
    const { accessId } = peer.principal
    if (accessId === undefined) return true
    if (await parts.isReplaced(accessId)) dismiss(peer, 'download.replaced', true)
    return peers.has(peer)
  }

  /** Somebody may have let a customer in, or turned them away, after the welcome was written and before they had a seat. */
  const tellChange = async (peer: Peer<Principal>, told: CustomerStanding): Promise<void> => {
    if (peer.principal.kind !== 'customer') return
    const standing = await parts.standingOf(peer.principal)
    if (standing.is !== told.is) peer.send({ t: 'standing', standing })
  }

  const request: SocketHandlers<Principal>['request'] = async (peer, name, payload) => {
    if (!isRequestName(name)) throw new AppError('request.invalid')
    const parsed = REQUESTS[name].safeParse(payload)
    if (!parsed.success) {
      throw new AppError('request.invalid', {
        fields: parsed.error.issues.map((i) => ({ path: i.path.join('.'), message: i.message })),
      })
    }
    const seat = seatOf(peer, parsed.data.sessionId)
    if (!seat) throw new AppError('session.not-found')
    const verdict = limits.take(parsed.data.sessionId, seat.participantId, name)
    if (verdict === 'close') peer.close('request.too-many')
    if (verdict !== 'take') throw new AppError('request.too-many')
    const sender = { principal: peer.principal, participantId: seat.participantId, deviceId: peer.deviceId }
    try {
      if (peer.principal.program === 'support-manager' && !PROGRAM_REQUESTS.has(name))
        throw new AppError('session.not-allowed')
      return await (parts.handlers[name] as AnyHandler)(sender, parsed.data)
    } catch (error) {
      if (error instanceof AppError && DENIALS.has(error.code)) parts.denied(sender, name)
      throw error
    }
  }

  const signal: SocketHandlers<Principal>['signal'] = (peer, { m, p }) => {
    const seat = seatOf(peer, p.sessionId)
    const live = session.live(p.sessionId)
    if (!seat || !live || !presentParticipant(live.story.session, seat.participantId)) return
    const sender = { principal: peer.principal, participantId: seat.participantId, deviceId: peer.deviceId }
    if (m === 'chat.typing') {
      if (whyNotWrite(live.story.session, seat.participantId, p.to)) return
      const frame: ServerFrameOf<'typing'> = {
        t: 'typing',
        sessionId: p.sessionId,
        from: seat.participantId,
        to: p.to,
        typing: p.typing,
      }
      for (const other of seats(p.sessionId)) {
        const inSession = presentParticipant(live.story.session, other.participantId)
        if (
          other.participantId !== seat.participantId &&
          inSession &&
          receives(other.participantId, seat.participantId, p.to)
        )
          other.peer.send(frame)
      }
      return
    }
    const target = [...seats(p.sessionId)].find((s) => s.peer.deviceId === p.toDeviceId)
    if (!target) return
    if (!parts.mayLink(live, seat.participantId, target.participantId)) return parts.denied(sender, m)
    const { program } = peer.principal
    const from = { participantId: seat.participantId, deviceId: peer.deviceId, program }
    target.peer.send({ t: 'link', sessionId: p.sessionId, from, body: p.body })
  }

  const gone: SocketHandlers<Principal>['gone'] = (peer, pageClosed) => {
    const welcomed = peers.get(peer)
    peers.delete(peer)
    accounts.went(peer)
    welcomed?.forgetEnd()
    for (const [sessionId, seat] of welcomed?.seats ?? []) standUp(seat, sessionId, pageClosed)
  }

  const dismiss = (peer: Peer<Principal>, why: ErrorCode, forGood = false): void => {
    peer.close(why)
    gone(peer, forGood)
  }

  const closeWhere = (which: (principal: Principal) => boolean, why: ErrorCode, forGood = false): void => {
    for (const peer of [...peers.keys()].filter((p) => which(p.principal))) dismiss(peer, why, forGood)
  }

  return {
    handlers: { redeem: parts.redeem, hello, request, signal, gone },
    tellRepresentatives(sessionId, frame) {
      const live = session.live(sessionId)
      for (const seat of seats(sessionId)) if (isRepresentative(live, seat.participantId)) seat.peer.send(frame)
    },
    tellAccount(userId, frame) {
      for (const peer of accounts.pages(userId)) peer.send(frame)
    },
    onAccount: accounts.onChange,
    closeAccount: (userId, why) => closeWhere((p) => p.kind === 'representative' && p.userId === userId, why),
    closeSignIn: (authSessionId) =>
      closeWhere((p) => p.kind === 'representative' && p.authSessionId === authSessionId, 'account.signed-out'),
    closeReplaced: (accessIds) =>
      closeWhere(({ accessId }) => accessId !== undefined && accessIds.has(accessId), 'download.replaced', true),
  }
}

/** The pages of each representative: found without looking through everybody's. */
function createAccounts() {
  const pages = new Map<string, Set<Peer<Principal>>>()
  const listeners: ((userId: string, pages: number) => void)[] = []
  const changed = (userId: string): void => {
    const count = pages.get(userId)?.size ?? 0
    if (count === 0) pages.delete(userId)
    for (const listener of listeners) listener(userId, count)
  }
  return {
    pages: (userId: string): Iterable<Peer<Principal>> => pages.get(userId) ?? [],
    came(peer: Peer<Principal>): void {
      const { principal } = peer
      if (principal.kind !== 'representative' || principal.program !== 'page') return
      pages.set(principal.userId, (pages.get(principal.userId) ?? new Set()).add(peer))
      changed(principal.userId)
    },
    went(peer: Peer<Principal>): void {
      const { principal } = peer
      if (principal.kind === 'representative' && pages.get(principal.userId)?.delete(peer)) changed(principal.userId)
    },
    onChange: (listener: (userId: string, pages: number) => void): void => void listeners.push(listener),
  }
}

/** Where a seat's device is. */
const placeOf = ({ peer, participantId }: Seat, sessionId: string): Place => {
  const { deviceId, principal } = peer
  // A representative is here by their page: without one nobody reads what the customer says.
  return { sessionId, participantId, deviceId, program: principal.program, present: isPresence(principal) }
}
const isPresence = ({ kind, program }: Principal): boolean => program === 'page' || kind === 'customer'

/** Whether a representative's page or program has to do with a session: a Support Manager only with its own. */
const reaches = (principal: Extract<Principal, { kind: 'representative' }>, sessionId: string): boolean =>
  principal.onlySessionId === undefined || principal.onlySessionId === sessionId

/** What a Support Manager may ask of the server (wire R11). */
const PROGRAM_REQUESTS: ReadonlySet<RequestName> = new Set<RequestName>([
  'consent.allow',
  'consent.decline',
  'consent.revoke',
  'consent.revoke-everything',
  'device.report',
  'screen.start',
  'link.servers',
  'chat.post',
  'session.leave',
])

/** Refusals that an honest page never meets: worth a line in the audit log. */
const DENIALS: ReadonlySet<string> = new Set(['session.not-allowed', 'session.not-joined', 'consent.not-granted'])

/** After these an account has a place in a session. */
const COMES: ReadonlySet<string> = new Set(['session.started', 'session.joined', 'session.watched'])

const STANDING_CHANGES: ReadonlySet<string> = new Set([
  'session.admitted',
  'session.knock-ended',
  'session.left',
  'session.ended',
])
/** Who else left changes nothing for a customer, and may be somebody of whom they know nothing. */
const changesStanding = ({ body }: LiveSession['events'][number], id: string): boolean =>
  STANDING_CHANGES.has(body.type) && (body.type !== 'session.left' || body.participantId === id)

/** Who is in a session, or waits to be let in. */
const hasPlace = ({ session }: Story, id: string): boolean =>
  presentParticipant(session, id) !== undefined || session.knocks[id] !== undefined

const presentOrPast = (live: LiveSession, id: string): boolean => live.story.session.participants[id] !== undefined

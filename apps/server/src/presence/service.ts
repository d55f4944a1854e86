import { presentParticipants, servedByProgram } from '@deskside/protocol'
import type { Device, Program } from '@deskside/protocol'
import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { LiveSession, SessionService, Stored } from '../session/index.ts'

/** Milliseconds without any device until a participant counts as lost: a reload takes less. */
const LOSS_AFTER_MS = 4_000
/** Whom an agent accepted in a queue comes from another page, and was never here before. */
const ARRIVAL_MS = 20_000
/** After a start of the server everyone has this long to come back before anything is said or done about them. */
const START_GRACE_MS = 60_000
/** A device that fell silent without a goodbye may come back; after this its captures are over. */
const DEVICE_GONE_AFTER_MS = 30_000
/** Somebody who knocks and closes the page no longer waits. */
const KNOCK_GONE_AFTER_MS = 20_000

/** Who is connected, by which pages; and what follows when somebody is not. */
export interface Presence {
  /** Arms the timers of all live sessions after a start of the server. */
  open(sessions: Iterable<LiveSession>): void
  /** False where another participant of the session brought this device first: words to it must not reach anybody else. */
  claim(at: Place): boolean
  arrived(at: Place): Promise<void>
  /** `closed`: the page itself said goodbye and does not come back. */
  departed(at: Place, closed: boolean): void
  devices(sessionId: string): readonly Device[]
  onDevices(listener: (sessionId: string) => void): void
  /** A disabled account has left all its sessions (account R7). */
  leaveAll(userId: string): void
}

export interface Place {
  readonly sessionId: string
  /** A participant's id, or that of a knock. */
  readonly participantId: string
  readonly deviceId: string
  readonly program: Program
  /** Whether being connected so makes the participant be here. */
  readonly present: boolean
}

interface Connected {
  readonly device: Device
  readonly present: boolean
  sockets: number
}

interface Parts {
  readonly session: SessionService
  readonly clock: Clock
  readonly log: Logger
}

export function createPresence({ session, clock, log }: Parts): Presence {
  /** Connections by session, participant and device: one device may have two sockets for a moment while it reconnects. */
  const connections = new Map<string, Map<string, Connected>>()
  const listeners: ((sessionId: string) => void)[] = []
  const owners = createOwners()
  const timers = createTimers(clock)

  const attempt = (work: () => Promise<unknown>): void => {
    work().catch((error: unknown) => {
      // The session may have ended while the timer ran: then there is nothing left to do.
      if (error instanceof AppError && error.code.startsWith('session.')) return
      log.error({ err: error }, 'a presence change could not be stored')
    })
  }
  const isHere = (sessionId: string, participantId: string): boolean =>
    [...(connections.get(sessionId)?.values() ?? [])].some((c) => c.present && c.device.participantId === participantId)

  const armLoss = (sessionId: string, participantId: string, afterMs: number): void =>
    timers.arm(`loss ${sessionId} ${participantId}`, afterMs, () => {
      if (isHere(sessionId, participantId)) return
      const command = { feature: 'session', do: 'lose', participantId, lossId: newId() } as const
      attempt(() => session.command({ sessionId, by: 'system', command }))
    })
  const armTimeOut = (
    sessionId: string,
    loss: { participantId: string; lossId: string; until: number },
    atLeastMs = 0,
  ): void =>
    timers.arm(`time-out ${sessionId} ${loss.participantId}`, Math.max(atLeastMs, loss.until - clock.now()), () => {
      if (isHere(sessionId, loss.participantId)) return
      const command = {
        feature: 'session',
        do: 'time-out',
        participantId: loss.participantId,
        lossId: loss.lossId,
      } as const
      attempt(() => session.command({ sessionId, by: 'system', command }))
    })
  const armKnock = (sessionId: string, knockId: string, afterMs: number): void =>
    timers.arm(`knock ${sessionId} ${knockId}`, afterMs, () => {
      if (isHere(sessionId, knockId)) return
      attempt(() =>
        session.command({ sessionId, by: 'system', command: { feature: 'session', do: 'withdraw-knock', knockId } }),
      )
    })
  const armDevice = (sessionId: string, deviceId: string, afterMs: number): void =>
    timers.arm(`device ${sessionId} ${deviceId}`, afterMs, () => {
      if (connections.get(sessionId)?.has(deviceId)) return
      attempt(() =>
        session.command({ sessionId, by: 'system', command: { feature: 'screen', do: 'device-gone', deviceId } }),
      )
    })

  /** What only a Support Manager served does not stay allowed without one (consent R20). */
  const armProgram = (sessionId: string, participantId: string, afterMs: number): void =>
    timers.arm(`program ${sessionId} ${participantId}`, afterMs, () => {
      const running = [...(connections.get(sessionId)?.values() ?? [])].some(
        ({ device }) => device.participantId === participantId && device.program === 'support-manager',
      )
      const command = { feature: 'consent', do: 'program-gone', participantId } as const
      if (!running) attempt(() => session.command({ sessionId, by: 'system', command }))
    })

  const arm = (live: LiveSession, graceMs: number): void => {
    const { sessionId, story } = live
    for (const participant of presentParticipants(story.session)) {
      const { id, standing } = participant
      if (servedByProgram(story.consent, id).length > 0) armProgram(sessionId, id, graceMs)
      if (isHere(sessionId, id)) continue
      if (standing.is === 'lost') armTimeOut(sessionId, { participantId: id, ...standing }, graceMs)
      else armLoss(sessionId, id, graceMs)
    }
    for (const knockId of Object.keys(story.session.knocks))
      if (!isHere(sessionId, knockId)) armKnock(sessionId, knockId, graceMs)
    for (const { deviceId } of Object.values(story.screen))
      armDevice(sessionId, deviceId, Math.max(graceMs, DEVICE_GONE_AFTER_MS))
  }

  session.onStored(({ sessionId, story, fresh }: Stored) => {
    if (story.session.life.is === 'ended') {
      timers.disarmAll(` ${sessionId} `)
      owners.forget(sessionId)
      return
    }
    const begins = fresh.some(({ body }) => body.type === 'session.started')
    for (const { body } of fresh) {
      if (body.type === 'session.lost') armTimeOut(sessionId, body)
      if (body.type === 'session.knocked') armKnock(sessionId, body.knockId, KNOCK_GONE_AFTER_MS)
      if (
        (body.type === 'session.started' || body.type === 'session.joined' || body.type === 'session.watched') &&
        !isHere(sessionId, body.participantId)
      ) {
        armLoss(sessionId, body.participantId, START_GRACE_MS)
      }
      if (body.type === 'session.admitted' && !isHere(sessionId, body.knockId))
        armLoss(sessionId, body.knockId, begins ? ARRIVAL_MS : LOSS_AFTER_MS)
    }
  })

  return {
    open(sessions) {
      for (const live of sessions) arm(live, START_GRACE_MS)
    },
    claim: owners.claim,
    async arrived({ sessionId, participantId, deviceId, program, present }) {
      const here = connections.get(sessionId) ?? new Map<string, Connected>()
      connections.set(sessionId, here)
      const known = here.get(deviceId)
      if (known) known.sockets += 1
      else here.set(deviceId, { device: { participantId, deviceId, program }, present, sockets: 1 })
      if (program === 'support-manager') timers.disarm(`program ${sessionId} ${participantId}`)
      if (present)
        for (const what of ['loss', 'time-out', 'knock']) timers.disarm(`${what} ${sessionId} ${participantId}`)
      timers.disarm(`device ${sessionId} ${deviceId}`)
      if (!known) listeners.forEach((listener) => listener(sessionId))
      const standing = session.live(sessionId)?.story.session.participants[participantId]?.standing
      if (present && standing?.is === 'lost')
        await session.command({ sessionId, by: 'system', command: { feature: 'session', do: 'return', participantId } })
    },
    departed({ sessionId, participantId, deviceId, program, present }, closed) {
      const here = connections.get(sessionId)
      const known = here?.get(deviceId)
      if (!here || !known) return
      known.sockets -= 1
      if (known.sockets > 0) return
      here.delete(deviceId)
      if (here.size === 0) connections.delete(sessionId)
      listeners.forEach((listener) => listener(sessionId))
      const live = session.live(sessionId)
      if (!live) return
      armDevice(sessionId, deviceId, closed ? 0 : DEVICE_GONE_AFTER_MS)
      if (program === 'support-manager') armProgram(sessionId, participantId, closed ? 0 : DEVICE_GONE_AFTER_MS)
      if (!present || isHere(sessionId, participantId)) return
      if (live.story.session.knocks[participantId]) armKnock(sessionId, participantId, KNOCK_GONE_AFTER_MS)
      else armLoss(sessionId, participantId, LOSS_AFTER_MS)
    },
    devices: (sessionId) => [...(connections.get(sessionId)?.values() ?? [])].map((c) => c.device),
    onDevices(listener) {
      listeners.push(listener)
    },
    leaveAll(userId) {
      for (const { sessionId, story } of session.liveOf(userId))
        for (const person of presentParticipants(story.session))
          if (person.role !== 'customer' && person.userId === userId)
            attempt(() => session.command({ sessionId, by: person.id, command: { feature: 'session', do: 'leave' } }))
    },
  }
}

/** Devices that one participant may have brought to a session, pages that are long gone included. */
const DEVICES_EACH = 100

/** A device's id is made by its page, and others of the session learn it: it stays with the participant who brought it first. */
function createOwners(): { claim(at: Place): boolean; forget(sessionId: string): void } {
  const owners = new Map<string, Map<string, string>>()
  return {
    claim({ sessionId, participantId, deviceId }) {
      const here = owners.get(sessionId) ?? new Map<string, string>()
      owners.set(sessionId, here)
      const owner = here.get(deviceId)
      if (owner !== undefined && owner !== participantId) return false
      // The latest last, so that the eldest of one's own is what is forgotten.
      here.delete(deviceId)
      here.set(deviceId, participantId)
      const theirs = [...here].filter(([, by]) => by === participantId)
      if (theirs.length > DEVICES_EACH) here.delete(theirs[0]?.[0] ?? '')
      return true
    },
    forget: (sessionId) => void owners.delete(sessionId),
  }
}

/** One timer a name; arming a name again forgets the timer that it had. */
function createTimers(clock: Clock): {
  arm(name: string, ms: number, work: () => void): void
  disarm(name: string): void
  disarmAll(part: string): void
} {
  const cancels = new Map<string, () => void>()
  const disarm = (name: string): void => {
    cancels.get(name)?.()
    cancels.delete(name)
  }
  return {
    arm(name, ms, work) {
      disarm(name)
      const cancel = clock.after(ms, () => {
        cancels.delete(name)
        work()
      })
      cancels.set(name, cancel)
    },
    disarm,
    disarmAll(part) {
      for (const name of cancels.keys()) if (name.includes(part)) disarm(name)
    },
  }
}

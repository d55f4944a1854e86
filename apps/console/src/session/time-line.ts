import type { Capability, DeviceOutcome, StoredEvent, StoryEvent, Surface } from '@deskside/protocol'
import { CAPABILITY_WORDS } from '../consent/index.ts'
import { formatSpan } from '../platform/times.ts'
import { transferWords } from '../transfer/index.ts'

/** What a line is about, for its mark. */
export type LineKind = 'people' | 'consent' | 'chat' | 'screen' | 'device'

export interface Line {
  readonly seq: number
  readonly at: number
  readonly kind: LineKind
  readonly words: string
}

/** What earlier events said that later ones only refer to by id. */
interface Known {
  readonly names: Map<string, string>
  readonly asked: Map<
    string,
    { readonly capability: Capability; readonly representativeId: string; readonly customerId: string }
  >
  readonly transfers: Map<string, Extract<StoryEvent, { type: 'transfer.offered' }>>
}

/** The story in words, one line an event, oldest first. Names are what people called themselves: show them as text. */
export function tellTimeLine(events: readonly StoredEvent[]): Line[] {
  const known: Known = { names: new Map(), asked: new Map(), transfers: new Map() }
  return events.map((stored) => {
    remember(known, stored.body)
    const kind = kindOf(stored.body)
    return { seq: stored.seq, at: stored.at, kind, words: wordsFor(stored, known) }
  })
}

function remember({ names, asked, transfers }: Known, body: StoryEvent): void {
  switch (body.type) {
    case 'session.started':
    case 'session.joined':
    case 'session.watched':
      names.set(body.participantId, body.name)
      return
    case 'session.knocked':
    case 'session.admitted':
      names.set(body.knockId, body.name)
      return
    case 'consent.requested':
      asked.set(body.requestId, body)
      return
    case 'consent.granted':
      asked.set(body.grantId, body)
      return
    case 'transfer.offered':
      transfers.set(body.transferId, body)
      return
    default:
  }
}

function kindOf({ type }: StoryEvent): LineKind {
  if (type.startsWith('consent.')) return 'consent'
  if (type.startsWith('screen.')) return 'screen'
  if (type.startsWith('device.')) return 'device'
  return type === 'chat.posted' ? 'chat' : 'people'
}

function wordsFor(stored: StoredEvent, known: Known): string {
  const { body } = stored
  switch (body.type) {
    case 'chat.posted': {
      const from = nameOf(known, stored.by)
      if (body.to.kind === 'everyone') return `${from} wrote to everyone.`
      return `${from} wrote to ${nameOf(known, body.to.participantId)} privately.`
    }
    case 'screen.started': {
      const sound = body.audio ? ', with sound' : ''
      return `${ownerOf(known, body.grantId)} started to show ${SURFACES[body.surface]}${sound}.`
    }
    case 'screen.stopped':
      return screenStopped(body, ownerOf(known, body.grantId))
    case 'device.done':
      return deviceDone(body, known)
    case 'transfer.offered':
    case 'transfer.accepted':
    case 'transfer.returned':
    case 'transfer.withdrawn':
      return transferWords(body, {
        offered: known.transfers.get(body.transferId),
        nameOf: (id) => nameOf(known, id),
      })
    case 'session.started':
    case 'session.knocked':
    case 'session.knock-ended':
    case 'session.admitted':
    case 'session.came-from-queue':
    case 'session.joined':
    case 'session.watched':
    case 'session.lost':
    case 'session.returned':
    case 'session.left':
    case 'session.primary-changed':
    case 'session.display-mode-changed':
    case 'session.ended':
      return peopleWords(body, stored.by, known)
    default:
      return consentWords(body, known)
  }
}

type EventOf<P extends string> = Extract<StoryEvent, { type: `${P}.${string}` }>

function peopleWords(body: EventOf<'session'>, by: string, known: Known): string {
  const name = (id: string): string => nameOf(known, id)
  switch (body.type) {
    case 'session.started':
      return `${body.name} started the session.`
    case 'session.knocked':
      return `${body.name} knocked: ${[body.browser, body.place].filter(Boolean).join(', ')}.`
    case 'session.knock-ended':
      if (body.reason === 'refused') return `${name(by)} refused ${name(body.knockId)}.`
      if (body.reason === 'withdrawn') return `${name(body.knockId)} stopped waiting.`
      return `${name(body.knockId)} was told that somebody else is being helped.`
    case 'session.admitted':
      return `${name(by)} admitted ${body.name}.`
    case 'session.came-from-queue':
      return `${name(body.participantId)} came from the queue ${body.queueName}, after ${formatSpan(body.waitedMs)} of waiting.`
    case 'session.joined':
      return `${body.name} joined.`
    case 'session.watched':
      return `${body.name} began to watch${body.noticed ? '' : ', without a notice to the customer'}.`
    case 'session.lost':
      return `${name(body.participantId)} lost the connection.`
    case 'session.returned':
      return `${name(body.participantId)} was back.`
    case 'session.left':
      if (body.reason === 'left') return `${name(body.participantId)} left.`
      if (body.reason === 'transferred') return `${name(body.participantId)} handed the session over and left.`
      return `${name(body.participantId)} did not come back in time and left the session.`
    case 'session.primary-changed':
      return `${name(body.participantId)} holds the session from here on.`
    case 'session.display-mode-changed':
      return `${name(by)} set the display mode to ${body.mode === 'standard' ? 'Standard' : 'Screen Sampling'}.`
    case 'session.ended':
      if (body.reason === 'abandoned') return 'The session ended, because no representative came back.'
      return by === 'system' ? 'The session ended.' : `${name(by)} ended the session.`
  }
}

function consentWords(body: EventOf<'consent'>, known: Known): string {
  const name = (id: string): string => nameOf(known, id)
  switch (body.type) {
    case 'consent.requested':
      return `${name(body.representativeId)} asked ${name(body.customerId)} for permission to ${CAPABILITY_WORDS[body.capability].to}.`
    case 'consent.prepared':
      return `${name(known.asked.get(body.requestId)?.customerId ?? '')} gets the Support Manager ready.`
    case 'consent.granted': {
      const what = `${name(body.representativeId)} to ${CAPABILITY_WORDS[body.capability].to}`
      if (body.automatic) return `${name(body.customerId)} had allowed everything, which allowed ${what}.`
      return `${name(body.customerId)} allowed ${what}.`
    }
    case 'consent.declined': {
      const asked = known.asked.get(body.requestId)
      return `${name(asked?.customerId ?? '')} declined: ${requestOf(asked, known)}.`
    }
    case 'consent.expired':
      return `Nobody answered in time: ${requestOf(known.asked.get(body.requestId), known)}.`
    case 'consent.withdrawn':
      return `The request was withdrawn: ${requestOf(known.asked.get(body.requestId), known)}.`
    case 'consent.everything-allowed':
      return `${name(body.customerId)} allowed everything that ${name(body.representativeId)} asks for in this session.`
    case 'consent.everything-ended':
      return `“Allow everything” for ${name(body.representativeId)} ended.`
    case 'consent.revoked':
      return revokedWords(body, known)
  }
}

function revokedWords(body: Extract<StoryEvent, { type: 'consent.revoked' }>, known: Known): string {
  const asked = known.asked.get(body.grantId)
  const what = asked ? CAPABILITY_WORDS[asked.capability].what : 'a permission'
  switch (body.reason) {
    case 'customer':
      return `${nameOf(known, asked?.customerId ?? '')} stopped the ${what}.`
    case 'representative':
      return `${nameOf(known, asked?.representativeId ?? '')} stopped the ${what}.`
    case 'left':
      return `The ${what} ended, because one of the two left.`
    case 'ended':
      return `The ${what} ended with the session.`
    case 'done':
      return `What was allowed is done: ${what}.`
    case 'unknown-here':
      return `The ${what} ended, because the Support Manager started anew and asks again.`
    case 'program-gone':
      return `The ${what} ended, because the Support Manager is gone.`
    case 'capture-ended':
      return `The ${what} was stopped in the browser’s own bar.`
  }
}

function requestOf(asked: Known['asked'] extends Map<string, infer A> ? A | undefined : never, known: Known): string {
  if (!asked) return 'a request'
  return `${nameOf(known, asked.representativeId)} asked to ${CAPABILITY_WORDS[asked.capability].to}`
}

const SURFACES: Readonly<Record<Surface, string>> = {
  monitor: 'a whole screen',
  window: 'one window',
  browser: 'one browser tab',
}

function screenStopped(body: Extract<StoryEvent, { type: 'screen.stopped' }>, owner: string): string {
  switch (body.reason) {
    case 'replaced':
      return `${owner} chose something else to show.`
    case 'device-gone':
      return `${owner} closed or reloaded the page, which stopped the picture.`
    case 'grant-ended':
      return `The picture from ${owner} ended with the permission.`
  }
}

const OUTCOMES: Readonly<Record<DeviceOutcome, string>> = {
  done: 'was carried out',
  failed: 'could not be carried out',
  stopped: 'was stopped before it was over',
  'timed-out': 'was ended, because it took too long',
  restarting: 'was carried out: the computer restarts now',
}

function deviceDone(
  { grantId, outcome, exitCode }: Extract<StoryEvent, { type: 'device.done' }>,
  known: Known,
): string {
  const asked = known.asked.get(grantId)
  const what = asked ? CAPABILITY_WORDS[asked.capability].what : 'permission'
  const code = exitCode === null ? '' : `, with exit code ${exitCode}`
  return `The ${what} of ${nameOf(known, asked?.representativeId ?? '')} ${OUTCOMES[outcome]}${code}.`
}

/** Whose screen a grant shows. */
function ownerOf(known: Known, grantId: string): string {
  const asked = known.asked.get(grantId)
  if (!asked) return nameOf(known, '')
  const shares = asked.capability.endsWith('.share-view') || asked.capability.endsWith('.share-control')
  return nameOf(known, shares ? asked.representativeId : asked.customerId)
}

function nameOf({ names }: Known, id: string): string {
  return names.get(id) ?? (id === 'system' ? 'Deskside' : 'Somebody')
}

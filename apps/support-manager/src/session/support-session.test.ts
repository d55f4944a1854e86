import { errorBody } from '@deskside/protocol'
import type { StoryEvent } from '@deskside/protocol'
import { ApiError } from '@deskside/realtime'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SupportSession } from './support-session.ts'
import type { ToldLine } from './testing/told-line.ts'
import { ANNA, CARL, SEAT, id, openToldSession } from './testing/told-session.ts'

const [REQUEST, GRANT] = [id(4), id(5)]
const ASKED = {
  requestId: REQUEST,
  capability: 'clipboard.out',
  representativeId: ANNA,
  customerId: CARL,
  detail: null,
} as const
const REQUESTED: StoryEvent = { type: 'consent.requested', ...ASKED, expiresAt: 1_000_000 }
const GRANTED: StoryEvent = { type: 'consent.granted', grantId: GRANT, ...ASKED, automatic: false }

let line: ToldLine
let session: SupportSession
beforeEach(async () => {
  ;({ line, session } = await openToldSession())
})
afterEach(() => {
  session.close()
  vi.unstubAllGlobals()
})

function question() {
  const [asked] = session.questions
  if (!asked) throw new Error('nothing is asked')
  return asked
}

test('[control R1] C4: where the server does not take a yes nobody said it, "everything" neither', async () => {
  line.tell(SEAT, REQUESTED)
  const answered = session.allow(question(), { everything: true, target: undefined })
  const [sent] = line.requests
  line.say({ t: 'refusal', id: sent?.id ?? -1, error: errorBody('consent.request-gone') })
  await expect(answered).rejects.toBeInstanceOf(ApiError)
  line.tell(SEAT, GRANTED)
  line.tell(SEAT, { ...GRANTED, grantId: id(6), requestId: id(7), automatic: true } as StoryEvent)
  expect(session.approvals.live()).toEqual([])
})

test('[control R8] C10: leaving does not wait for a server that is silent', async () => {
  line.tell(SEAT, REQUESTED)
  session.allow(question(), { everything: false, target: undefined }).catch(() => undefined)
  line.tell(SEAT, GRANTED)
  expect(session.approvals.live()).toHaveLength(1)
  const left = session.leave()
  expect(session.approvals.live()).toEqual([])
  await left
  expect(line.requests.map(({ m }) => m)).toContain('session.leave')
})

test('[consent R2] when a question closes is told by this computer’s own clock, which may be hours off', () => {
  const inAnHour = Date.now() - 3_600_000 + 60_000
  line.tell(SEAT, { ...REQUESTED, expiresAt: inAnHour } as StoryEvent)
  expect(question().expiresAt).toBeGreaterThan(Date.now())
  expect(question().expiresAt).toBeLessThan(Date.now() + 120_000)
})

test('[control R8] C10: without a word from the server for five minutes everything that was allowed ends', async () => {
  vi.useFakeTimers()
  try {
    line.tell(SEAT, REQUESTED)
    session.allow(question(), { everything: true, target: undefined }).catch(() => undefined)
    line.tell(SEAT, GRANTED)
    line.fallSilent()
    // That nothing is heard any more is known after fifteen seconds.
    await vi.advanceTimersByTimeAsync(300_000)
    expect(session.approvals.live()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(16_000)
    expect([session.approvals.live(), session.approvals.everythingFor(ANNA)]).toEqual([[], false])
  } finally {
    vi.useRealTimers()
  }
})

test('B7: what is no frame, and events of no story, do not end the program', () => {
  line.sayText('{')
  line.sayText('<!doctype html>')
  line.tell({ sessionId: id(8), participantId: CARL }, GRANTED)
  line.tell(SEAT, { ...REQUESTED, customerId: id(77), representativeId: id(78) } as StoryEvent)
  line.tell(SEAT, REQUESTED)
  expect(question().asked.capability).toBe('clipboard.out')
})

test('[control R1] C1: what the server says is granted and nobody said yes to here opens nothing, and is handed back', () => {
  line.tell(SEAT, REQUESTED, GRANTED)
  expect(session.approvals.live()).toEqual([])
  expect(line.requests.map(({ m, p }) => [m, p])).toEqual([
    ['consent.revoke', expect.objectContaining({ grantId: GRANT, because: 'unknown-here' })],
  ])
})

test('[consent R21] C4: told that it was replaced it lets go of everything, in its own words, and nothing opens anything any more', async () => {
  line.tell(SEAT, REQUESTED)
  session.allow(question(), { everything: true, target: undefined }).catch(() => undefined)
  line.tell(SEAT, GRANTED, { ...REQUESTED, requestId: id(7), capability: 'desktop.control' } as StoryEvent)
  expect([session.approvals.live().length, session.questions.length]).toEqual([1, 1])
  const asked = question()
  line.say({ t: 'goodbye', error: { ...errorBody('download.replaced'), message: 'Call 0900 12345 now' } })
  const nothing = (): void => {
    expect([session.approvals.live(), session.approvals.everythingFor(ANNA), session.questions]).toEqual([
      [],
      false,
      [],
    ])
    expect([session.phase, session.isReplaced]).toEqual(['over', true])
  }
  nothing()
  expect(session.goodbye).toBe(errorBody('download.replaced').message)
  // The window was slow, and the server goes on as if nothing had been.
  session.allow(asked, { everything: true, target: { kind: 'all-monitors' } }).catch(() => undefined)
  const granted = { ...GRANTED, grantId: id(8), requestId: asked.requestId, capability: 'desktop.control' } as const
  const welcome = {
    t: 'welcome',
    self: { kind: 'representative', userId: 'u', name: 'x' },
    build: 'b',
    now: 1,
  } as const
  line.sayAfterTheEnd({ ...welcome, sessions: [SEAT] })
  const events = [{ seq: 99, at: 1, by: CARL, body: granted }]
  line.sayAfterTheEnd({ t: 'events', ...SEAT, events, actions: [] })
  expect(session.approvals.live()).toEqual([])
  expect(session.phase).toBe('over')
})

test('[consent R21] C4: what was still to be chosen when it was replaced is let out by no late choice', () => {
  line.tell(SEAT, REQUESTED)
  session.allow(question(), { everything: true, target: undefined }).catch(() => undefined)
  const shown = { ...REQUESTED, requestId: id(7), capability: 'application.view' } as const
  line.tell(SEAT, GRANTED, shown as StoryEvent)
  line.tell(SEAT, { ...GRANTED, ...shown, type: 'consent.granted', grantId: id(8), automatic: true } as StoryEvent)
  const asked = question()
  expect(asked.answers).toBe('grant')
  line.say({ t: 'goodbye', error: errorBody('download.replaced') })
  session
    .allow(asked, { everything: false, target: { kind: 'application', applicationId: 'editor' } })
    .catch(() => undefined)
  expect(session.approvals.live()).toEqual([])
})

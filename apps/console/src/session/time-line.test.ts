import {
  capabilitySchema,
  captureEndSchema,
  deviceOutcomeSchema,
  revocationSchema,
  storyEventSchema,
  transferReturnSchema,
  transferWithdrawalSchema,
} from '@deskside/protocol'
import type { StoredEvent, StoryEvent } from '@deskside/protocol'
import { describe, expect, it } from 'vitest'
import { tellTimeLine } from './time-line.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const ANNA = id(1)
const CARLA = id(2)
const BEN = id(3)
const REQUEST = id(4)
const GRANT = id(5)
const TRANSFER = id(6)
const asked = { requestId: REQUEST, capability: 'desktop.view', representativeId: ANNA, customerId: CARLA } as const

/** One body at least of every type; where an event has reasons, one for each. */
const SAMPLES: readonly { readonly by: string; readonly body: StoryEvent }[] = [
  {
    by: ANNA,
    body: {
      type: 'session.started',
      participantId: ANNA,
      userId: 'u',
      name: 'Anna',
      siteName: 'Help',
      supportManagerAllowed: true,
    },
  },
  {
    by: CARLA,
    body: {
      type: 'session.knocked',
      knockId: CARLA,
      name: 'Carla',
      browser: 'Chrome on Windows',
      place: 'Europe/Berlin',
    },
  },
  { by: ANNA, body: { type: 'session.admitted', knockId: CARLA, name: 'Carla' } },
  {
    by: ANNA,
    body: {
      type: 'session.came-from-queue',
      participantId: CARLA,
      queueId: id(8),
      queueName: 'Billing',
      waitedMs: 125_000,
      answers: [],
      browser: 'Chrome on Windows',
      place: 'Europe/Berlin',
    },
  },
  { by: BEN, body: { type: 'session.joined', participantId: BEN, userId: 'v', name: 'Ben' } },
  { by: 'system', body: { type: 'session.watched', participantId: id(7), userId: 'w', name: 'Mona', noticed: true } },
  { by: 'system', body: { type: 'session.watched', participantId: id(7), userId: 'w', name: 'Mona', noticed: false } },
  { by: ANNA, body: { type: 'session.knock-ended', knockId: CARLA, reason: 'refused' } },
  { by: CARLA, body: { type: 'session.knock-ended', knockId: CARLA, reason: 'withdrawn' } },
  { by: ANNA, body: { type: 'session.knock-ended', knockId: CARLA, reason: 'taken' } },
  { by: 'system', body: { type: 'session.lost', participantId: CARLA, lossId: id(9), until: 5 } },
  { by: 'system', body: { type: 'session.returned', participantId: CARLA, lossId: id(9) } },
  { by: CARLA, body: { type: 'session.left', participantId: CARLA, reason: 'left' } },
  { by: 'system', body: { type: 'session.left', participantId: CARLA, reason: 'timed-out' } },
  { by: ANNA, body: { type: 'session.primary-changed', participantId: BEN } },
  { by: ANNA, body: { type: 'session.display-mode-changed', mode: 'sampling' } },
  { by: ANNA, body: { type: 'session.left', participantId: BEN, reason: 'transferred' } },
  {
    by: ANNA,
    body: {
      type: 'transfer.offered',
      transferId: TRANSFER,
      fromId: ANNA,
      to: { kind: 'agent', name: 'Dora' },
      message: 'Carla needs a new bill',
    },
  },
  { by: 'system', body: { type: 'transfer.accepted', transferId: TRANSFER, participantId: BEN } },
  ...[...transferReturnSchema.options, null].map(
    (reason) => ({ by: 'system', body: { type: 'transfer.returned', transferId: TRANSFER, reason } }) as const,
  ),
  ...transferWithdrawalSchema.options.map(
    (reason) => ({ by: ANNA, body: { type: 'transfer.withdrawn', transferId: TRANSFER, reason } }) as const,
  ),
  { by: ANNA, body: { type: 'session.ended', reason: 'ended' } },
  { by: 'system', body: { type: 'session.ended', reason: 'abandoned' } },
  { by: ANNA, body: { type: 'consent.requested', ...asked, expiresAt: 9, detail: null } },
  { by: CARLA, body: { type: 'consent.prepared', requestId: asked.requestId, expiresAt: 10 } },
  { by: CARLA, body: { type: 'consent.granted', ...asked, grantId: GRANT, automatic: false, detail: null } },
  { by: ANNA, body: { type: 'consent.granted', ...asked, grantId: GRANT, automatic: true, detail: null } },
  { by: CARLA, body: { type: 'consent.declined', requestId: REQUEST } },
  { by: 'system', body: { type: 'consent.expired', requestId: REQUEST } },
  { by: ANNA, body: { type: 'consent.withdrawn', requestId: REQUEST } },
  {
    by: CARLA,
    body: { type: 'consent.everything-allowed', representativeId: ANNA, customerId: CARLA, program: 'page' },
  },
  { by: CARLA, body: { type: 'consent.everything-ended', representativeId: ANNA, customerId: CARLA } },
  ...revocationSchema.options.map(
    (reason) => ({ by: CARLA, body: { type: 'consent.revoked', grantId: GRANT, reason } }) as const,
  ),
  { by: CARLA, body: { type: 'chat.posted', messageId: id(7), to: { kind: 'everyone' }, text: 'secret words' } },
  {
    by: ANNA,
    body: {
      type: 'chat.posted',
      messageId: id(8),
      to: { kind: 'participant', participantId: BEN },
      text: 'secret words',
    },
  },
  {
    by: CARLA,
    body: { type: 'screen.started', grantId: GRANT, deviceId: id(10), streamId: 's', surface: 'monitor', audio: true },
  },
  ...captureEndSchema.options.map(
    (reason) => ({ by: CARLA, body: { type: 'screen.stopped', grantId: GRANT, reason } }) as const,
  ),
  ...deviceOutcomeSchema.options.map(
    (outcome) => ({ by: CARLA, body: { type: 'device.done', grantId: GRANT, outcome, exitCode: null } }) as const,
  ),
]

const stored: StoredEvent[] = SAMPLES.map(({ by, body }, index) => ({ seq: index + 1, at: 1000 + index, by, body }))

describe('the time line in words', () => {
  it('has a sample of every event that the protocol knows', () => {
    const types = storyEventSchema.options.map((option) => option.shape.type.value)
    expect(types.length).toBeGreaterThan(15)
    expect(new Set(SAMPLES.map((s) => s.body.type))).toEqual(new Set(types))
  })

  it('tells every event in one sentence with names, never with ids, codes or what was written', () => {
    const lines = tellTimeLine(stored)
    expect(lines).toHaveLength(stored.length)
    for (const { words } of lines) {
      expect(words).toMatch(/^[A-Z“].*\.$/)
      expect(words).not.toMatch(
        /undefined|null|0000|Somebody|secret words|(session|consent|screen|chat|device|transfer)\.[a-z]/,
      )
    }
  })

  it('tells different things in different words', () => {
    const words = tellTimeLine(stored).map((line) => line.words)
    expect(new Set(words).size).toBe(words.length)
  })

  it('names who asked, who allowed and whose screen it is', () => {
    const words = tellTimeLine(stored).map((line) => line.words)
    expect(words).toContain('Carla knocked: Chrome on Windows, Europe/Berlin.')
    expect(words).toContain('Anna asked Carla for permission to see the customer’s desktop.')
    expect(words).toContain('Carla allowed Anna to see the customer’s desktop.')
    expect(words).toContain('Carla started to show a whole screen, with sound.')
    expect(words).toContain('Carla stopped the desktop view.')
  })

  it('says that it was the representative who showed under a share', () => {
    const share = {
      requestId: REQUEST,
      capability: 'application.share-view',
      representativeId: ANNA,
      customerId: CARLA,
    } as const
    const events: StoredEvent[] = [
      ...stored.slice(0, 3),
      {
        seq: 4,
        at: 1,
        by: CARLA,
        body: { type: 'consent.granted', ...share, grantId: GRANT, automatic: false, detail: null },
      },
      {
        seq: 5,
        at: 2,
        by: ANNA,
        body: {
          type: 'screen.started',
          grantId: GRANT,
          deviceId: id(10),
          streamId: 's',
          surface: 'window',
          audio: false,
        },
      },
    ]
    expect(tellTimeLine(events).at(-1)?.words).toBe('Anna started to show one window.')
  })

  it('[device R3] tells how the use of a permission came out', () => {
    const script = { ...asked, capability: 'device.script', grantId: GRANT, automatic: false, detail: null } as const
    const tell = (body: StoryEvent) => {
      const granted: StoryEvent = { type: 'consent.granted', ...script }
      const events = [granted, body].map((b, n) => ({ seq: 4 + n, at: 1, by: CARLA, body: b }))
      return tellTimeLine([...stored.slice(0, 3), ...events]).at(-1)
    }
    expect(tell({ type: 'device.done', grantId: GRANT, outcome: 'done', exitCode: 3 })).toMatchObject({
      kind: 'device',
      words: 'The script of Anna was carried out, with exit code 3.',
    })
  })

  it('has words for every capability', () => {
    for (const capability of capabilitySchema.options) {
      const body = { type: 'consent.requested', ...asked, capability, expiresAt: 9, detail: null } as const
      const [line] = tellTimeLine([...stored.slice(0, 3), { seq: 4, at: 1, by: ANNA, body }]).slice(-1)
      expect(line?.words).toMatch(/^Anna asked Carla for permission to [a-z].+\.$/)
    }
  })

  it('does not fail on a story that begins in the middle', () => {
    expect(
      tellTimeLine([{ seq: 40, at: 1, by: CARLA, body: { type: 'consent.declined', requestId: REQUEST } }])[0]?.words,
    ).toBe('Somebody declined: a request.')
  })
})

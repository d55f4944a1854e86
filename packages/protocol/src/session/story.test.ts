import fc from 'fast-check'
import { expect, test } from 'vitest'
import { OFFERED_CAPABILITIES } from '../consent/state.ts'
import { ANNA, BOB, CARL, DORA, PAGE, StoryTeller, id, pair } from '../testing/story-teller.ts'
import { actionsFor, requestAction } from './actions.ts'
import { presentCustomer, presentParticipant, presentParticipants } from './state.ts'
import { applyStory, foldStory, stepStory, storedEventSchema } from './story.ts'
import type { StoryCommand } from './story.ts'
import { eventFor } from './visibility.ts'

const everyone = { kind: 'everyone' } as const
const people = [ANNA, BOB, CARL, DORA, 'system', id(3)]

/** Any command by anybody, with ids that are often right: those of the story so far. */
const step = fc.record({
  by: fc.constantFrom(...people),
  // Rarely something that ends much: the interesting part is what stands.
  what: fc.oneof(
    { weight: 1, arbitrary: fc.nat(18) },
    { weight: 3, arbitrary: fc.constantFrom(0, 1, 3, 8, 9, 13, 14, 16) },
  ),
  pick: fc.nat(20),
  who: fc.constantFrom(ANNA, BOB, CARL, DORA, id(3)),
  capability: fc.constantFrom(...OFFERED_CAPABILITIES, 'desktop.control' as const),
  wait: fc.constantFrom(0, 10, 130_000),
})
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

function commandOf(teller: StoryTeller, { what, pick, who, capability }: Step): StoryCommand {
  const { consent, session, transfer } = teller.story
  const from = <T>(list: readonly T[], otherwise: T): T => list[pick % Math.max(1, list.length)] ?? otherwise
  const request = from(Object.keys(consent.requests), id(98))
  const grant = from(Object.keys(consent.grants), id(99))
  const transferId = transfer.is === 'offered' ? transfer.id : id(97)
  const standing = session.participants[who]?.standing
  const lossId = standing?.is === 'lost' ? standing.lossId : id(50 + pick)
  const commands: StoryCommand[] = [
    { feature: 'session', do: 'knock', knockId: pick % 2 ? CARL : DORA, name: 'K', browser: 'B', place: '' },
    { feature: 'session', do: 'admit', knockId: from(Object.keys(session.knocks), CARL) },
    { feature: 'session', do: 'refuse', knockId: from(Object.keys(session.knocks), CARL) },
    { feature: 'session', do: 'join', participantId: pick % 2 ? BOB : id(3), userId: 'u', name: 'R' },
    { feature: 'session', do: 'lose', participantId: who, lossId },
    { feature: 'session', do: 'return', participantId: who },
    { feature: 'session', do: 'time-out', participantId: who, lossId },
    { feature: 'session', do: 'leave' },
    { feature: 'consent', do: 'request', capability, detail: null },
    {
      feature: 'consent',
      do: 'allow',
      requestId: request,
      everything: pick % 3 === 0,
      program: pick % 2 ? 'page' : 'support-manager',
    },
    { feature: 'consent', do: 'prepare', requestId: request },
    { feature: 'consent', do: 'program-gone', participantId: who },
    { feature: 'consent', do: 'program-replaced', participantId: who },
    { feature: 'consent', do: pick % 2 ? 'decline' : 'withdraw', requestId: request },
    { feature: 'consent', do: 'expire', requestId: request },
    { feature: 'consent', do: 'revoke', grantId: grant },
    {
      feature: 'screen',
      do: 'start',
      grantId: grant,
      deviceId: PAGE,
      streamId: 's',
      surface: pick % 2 ? 'monitor' : 'window',
      audio: false,
    },
    {
      feature: 'chat',
      do: 'post',
      to: pick % 2 ? everyone : { kind: 'participant', participantId: who },
      text: 'secret',
    },
    pick === 7
      ? { feature: 'session', do: 'end' }
      : { feature: 'consent', do: 'revoke-everything', representativeId: who },
    {
      feature: 'transfer',
      do: 'offer',
      transferId: id(60 + pick),
      to: { kind: 'queue', name: 'Q' },
      message: 'inside',
    },
    { feature: 'transfer', do: 'accept', transferId, participantId: pick % 2 ? BOB : id(3), userId: 'u', name: 'R' },
    pick % 3
      ? { feature: 'transfer', do: 'return', transferId, reason: 'declined' }
      : { feature: 'transfer', do: 'withdraw', transferId },
  ]
  return commands[what] as StoryCommand
}

function tellAll(steps: readonly Step[]): StoryTeller {
  const teller = new StoryTeller()
  for (const each of steps) {
    teller.now += each.wait
    const command = commandOf(teller, each)
    // Mostly somebody who may: a story of refusals goes nowhere.
    if (each.pick % 4 === 0 || command.do === 'leave') teller.tell(each.by, command)
    else people.some((by) => teller.tell(by, command) === undefined)
  }
  return teller
}

const stories = fc.array(step, { minLength: 20, maxLength: 80, size: 'max' })

test('[consent R12, R13] [screen R4] [transfer R6] whatever happens, no grant, request, capture or transfer outlives those it joins', () => {
  fc.assert(
    fc.property(stories, (steps) => {
      const { session, consent, screen, transfer } = tellAll(steps).story
      expect(presentParticipants(session).filter((p) => p.role === 'customer').length).toBeLessThanOrEqual(1)
      const live = session.life.is === 'live'
      for (const asked of [
        ...Object.values(consent.grants),
        ...Object.values(consent.requests),
        ...consent.everything,
      ]) {
        expect(live).toBe(true)
        expect(presentParticipant(session, asked.representativeId)?.role).toBe('representative')
        expect(presentCustomer(session)?.id).toBe(asked.customerId)
      }
      if (transfer.is === 'offered') {
        expect(live).toBe(true)
        expect(session.primaryId).toBe(transfer.fromId)
        expect(presentCustomer(session)).toBeDefined()
      }
      // Whoever takes a session holds it before its giver goes: while anybody is left, somebody holds it.
      if (live) expect(presentParticipant(session, session.primaryId)?.role).toBe('representative')
      for (const grantId of Object.keys(screen)) expect(consent.grants[grantId]).toBeDefined()
    }),
    { numRuns: 400 },
  )
})

test('a story folds the same in one piece, in two overlapping pieces, and over what the wire carries', () => {
  fc.assert(
    fc.property(stories, fc.nat(60), (steps, cut) => {
      const { events, story } = tellAll(steps)
      const overWire = events.map((e) => storedEventSchema.parse(JSON.parse(JSON.stringify(e))))
      expect(foldStory(overWire)).toEqual(story)
      const first = foldStory(events.slice(0, Math.max(1, cut)))
      expect(foldStory(events.slice(Math.max(0, cut - 3)), first)).toEqual(story)
    }),
    { numRuns: 200 },
  )
})

test('[session R14, R16] E2: what a customer sees holds no knock, account, private word or consent of another', () => {
  fc.assert(
    fc.property(stories, (steps) => {
      const { events, story } = tellAll(steps)
      for (const viewer of [CARL, DORA]) {
        const visible = events.flatMap((e) => eventFor(e, viewer, story.session) ?? [])
        const joined = story.session.participants[viewer]?.joinedSeq ?? Infinity
        for (const { body, by, seq } of visible) {
          expect(body.type).not.toMatch(/knock/)
          if (body.type === 'session.admitted') expect(body.knockId).toBe(viewer)
          if ('userId' in body) expect(body.userId).toBe('')
          if ('customerId' in body) expect(body.customerId).toBe(viewer)
          if (body.type === 'transfer.offered') expect(body.message).toBe('')
          if (body.type.startsWith('transfer.')) expect(seq).toBeGreaterThan(joined)
          if (body.type === 'chat.posted') {
            expect(seq).toBeGreaterThan(joined)
            expect(body.to.kind === 'everyone' || by === viewer || body.to.participantId === viewer).toBe(true)
          }
        }
        // What is left is still a story: it folds, and the viewer is in it.
        const seen = foldStory(visible)
        if (seen) expect(seen.session.participants[viewer]?.name).toBe(story.session.participants[viewer]?.name)
      }
    }),
    { numRuns: 200 },
  )
})

test('[session R15] the actions of a participant are what the story would now accept, no more and no less', () => {
  fc.assert(
    fc.property(stories, (steps) => {
      const teller = tellAll(steps)
      const { story } = teller
      const accepts = (by: string, command: StoryCommand) =>
        stepStory(story, command, { now: teller.now, by, newId: () => id(1) }).ok
      for (const { id: me, role } of presentParticipants(story.session)) {
        const actions = actionsFor(story, me)
        const live = story.session.life.is === 'live'
        expect(actions.includes('chat.post')).toBe(
          accepts(me, { feature: 'chat', do: 'post', to: everyone, text: 'x' }),
        )
        expect(actions.includes('session.end')).toBe(accepts(me, { feature: 'session', do: 'end' }))
        if (actions.includes('session.leave')) expect(accepts(me, { feature: 'session', do: 'leave' })).toBe(true)
        expect(actions.includes('session.leave') || actions.includes('session.end')).toBe(live)
        expect(actions.includes('transfer.offer')).toBe(
          accepts(me, {
            feature: 'transfer',
            do: 'offer',
            transferId: id(1),
            to: { kind: 'queue', name: '' },
            message: '',
          }),
        )
        const { transfer } = story
        expect(actions.includes('transfer.withdraw')).toBe(
          transfer.is === 'offered' && accepts(me, { feature: 'transfer', do: 'withdraw', transferId: transfer.id }),
        )
        for (const capability of [...OFFERED_CAPABILITIES, 'page.control' as const]) {
          const offered = actions.includes(requestAction(capability))
          expect(offered).toBe(accepts(me, { feature: 'consent', do: 'request', capability, detail: null }))
          if (role === 'customer') expect(offered).toBe(false)
        }
      }
      expect(actionsFor(story, id(3_000))).toEqual([])
    }),
    { numRuns: 300 },
  )
})

test('a story begins with session.started, and an event that it has is not told twice', () => {
  const { events, story } = pair()
  const [first, second] = events
  if (!first || !second) throw new Error('a pair has two events')
  expect(() => applyStory(undefined, second)).toThrow(/begins/)
  expect(applyStory(story, second)).toBe(story)
})

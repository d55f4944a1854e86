import { describe, expect, test } from 'vitest'
import { ANNA, BOB, CARL, DORA, StoryTeller, id, pair } from '../testing/story-teller.ts'
import { LOSS_GRACE_MS, presentCustomer, presentParticipants } from './state.ts'

describe('people', () => {
  test('[session R1] a session starts with one representative, who is primary', () => {
    const { session } = new StoryTeller().story
    expect(presentParticipants(session).map((p) => [p.id, p.role])).toEqual([[ANNA, 'representative']])
    expect(session.primaryId).toBe(ANNA)
  })

  test('[session R2] a knock gives nothing: it is no participant', () => {
    const teller = new StoryTeller()
    teller.knock(CARL)
    expect(teller.story.session.participants[CARL]).toBeUndefined()
    expect(teller.tell(CARL, { feature: 'chat', do: 'post', to: { kind: 'everyone' }, text: 'let me in' })).toBe(
      'session.not-joined',
    )
  })

  test('[session R3] only a representative of the session answers a knock, and once', () => {
    const teller = new StoryTeller()
    teller.knock(CARL)
    expect(teller.admit(CARL, CARL)).toBe('session.not-allowed')
    expect(teller.admit(CARL, id(77))).toBe('session.not-allowed')
    expect(teller.admit(CARL)).toBeUndefined()
    expect(teller.tell(ANNA, { feature: 'session', do: 'refuse', knockId: CARL })).toBe('session.knock-gone')
  })

  test('[session R4] admitting one ends all other knocks, and a second customer is not let in', () => {
    const teller = new StoryTeller()
    teller.knock(CARL)
    teller.knock(DORA, 'Dora')
    teller.admit(CARL)
    expect(teller.events.at(-1)?.body).toEqual({ type: 'session.knock-ended', knockId: DORA, reason: 'taken' })
    expect(teller.knock(id(13))).toBe('session.already-admitted')
    expect(teller.admit(DORA)).toBe('session.already-admitted')
    // Also while the first one's line is cut.
    teller.tell('system', { feature: 'session', do: 'lose', participantId: CARL, lossId: id(31) })
    expect(teller.knock(id(13))).toBe('session.already-admitted')
  })

  test('[session R5] a second representative is not primary and has no grant', () => {
    const teller = pair()
    teller.request(ANNA)
    teller.allow(CARL)
    teller.join(BOB)
    expect(teller.story.session.primaryId).toBe(ANNA)
    expect(Object.values(teller.story.consent.grants).map((g) => g.representativeId)).toEqual([ANNA])
  })

  test('[session R6] the one who joined first becomes primary when the primary leaves', () => {
    const teller = pair()
    teller.join(BOB)
    teller.join(id(3), 'Cleo')
    teller.tell(ANNA, { feature: 'session', do: 'leave' })
    expect(teller.story.session.primaryId).toBe(BOB)
    expect(teller.story.session.life.is).toBe('live')
  })

  test('[session R20] only the server makes another representative primary', () => {
    const teller = pair()
    teller.join(BOB)
    const toBob = { feature: 'session', do: 'make-primary', participantId: BOB } as const
    expect(teller.tell(BOB, toBob)).toBe('session.not-allowed')
    expect(teller.story.session.primaryId).toBe(ANNA)
    expect(teller.tell('system', { ...toBob, participantId: CARL })).toBe('session.not-joined')
    expect(teller.tell('system', toBob)).toBeUndefined()
    expect(teller.story.session.primaryId).toBe(BOB)
  })
})

describe('loss and return', () => {
  const lose = (teller: StoryTeller, who: string, lossId: string) =>
    teller.tell('system', { feature: 'session', do: 'lose', participantId: who, lossId })
  const timeOut = (teller: StoryTeller, who: string, lossId: string) =>
    teller.tell('system', { feature: 'session', do: 'time-out', participantId: who, lossId })

  test('[session R7, R8] a loss has an id and an end, and a return ends it; its old timer does nothing', () => {
    const teller = pair()
    lose(teller, CARL, id(31))
    expect(teller.story.session.participants[CARL]?.standing).toEqual({
      is: 'lost',
      lossId: id(31),
      until: teller.now + LOSS_GRACE_MS,
    })
    teller.tell('system', { feature: 'session', do: 'return', participantId: CARL })
    expect(teller.story.session.participants[CARL]?.standing).toEqual({ is: 'here' })
    lose(teller, CARL, id(32))
    timeOut(teller, CARL, id(31))
    expect(teller.story.session.participants[CARL]?.standing.is).toBe('lost')
  })

  test('[session R9] who does not return has left by time-out', () => {
    const teller = pair()
    lose(teller, CARL, id(31))
    timeOut(teller, CARL, id(31))
    expect(teller.story.session.participants[CARL]?.standing).toEqual({ is: 'left', reason: 'timed-out' })
  })

  test('[session R10] without any representative the session ends: ended, or abandoned after a time-out', () => {
    const left = pair()
    left.tell(ANNA, { feature: 'session', do: 'leave' })
    expect(left.story.session.life).toMatchObject({ is: 'ended', reason: 'ended' })
    const gone = pair()
    lose(gone, ANNA, id(31))
    timeOut(gone, ANNA, id(31))
    expect(gone.story.session.life).toMatchObject({ is: 'ended', reason: 'abandoned' })
  })
})

describe('end', () => {
  test('[session R11] only the primary representative ends a session', () => {
    const teller = pair()
    teller.join(BOB)
    for (const by of [BOB, CARL, 'system', id(77)])
      expect(teller.tell(by, { feature: 'session', do: 'end' })).toBe('session.not-allowed')
    expect(teller.tell(ANNA, { feature: 'session', do: 'end' })).toBeUndefined()
  })

  test('[session R12] after the end every command is refused', () => {
    const teller = pair()
    teller.tell(ANNA, { feature: 'session', do: 'end' })
    const before = teller.events.length
    expect(teller.knock(DORA)).toBe('session.ended')
    expect(teller.request(ANNA)).toBe('session.ended')
    expect(teller.tell(CARL, { feature: 'chat', do: 'post', to: { kind: 'everyone' }, text: 'x' })).toBe(
      'session.ended',
    )
    expect(teller.tell(CARL, { feature: 'screen', do: 'device-gone', deviceId: id(1) })).toBe('session.ended')
    expect(teller.tell(CARL, { feature: 'session', do: 'leave' })).toBe('session.ended')
    expect(teller.events).toHaveLength(before)
  })

  test('[session R13] a customer who leaves does not end it, and another may come', () => {
    const teller = pair()
    teller.tell(CARL, { feature: 'session', do: 'leave' })
    expect(teller.story.session.life.is).toBe('live')
    expect(presentCustomer(teller.story.session)).toBeUndefined()
    teller.knock(DORA, 'Dora')
    expect(teller.admit(DORA)).toBeUndefined()
  })
})

test('[session R17] fifty wait at once, and when one of them goes another may come', () => {
  const teller = new StoryTeller()
  for (let n = 0; n < 50; n += 1) expect(teller.knock(id(100 + n))).toBeUndefined()
  expect(teller.knock(id(200))).toBe('request.too-many')
  teller.tell(ANNA, { feature: 'session', do: 'refuse', knockId: id(100) })
  expect(teller.knock(id(200))).toBeUndefined()
})

test('[session R18] a representative changes the display mode for the whole session; it begins with Standard', () => {
  const teller = pair()
  expect(teller.story.session.displayMode).toBe('standard')
  const set = (by: string) => teller.tell(by, { feature: 'session', do: 'set-display-mode', mode: 'sampling' })
  expect(set(CARL)).toBe('session.not-allowed')
  expect(set(ANNA)).toBeUndefined()
  expect(teller.story.session.displayMode).toBe('sampling')
  const told = teller.events.length
  set(ANNA)
  expect(teller.events).toHaveLength(told)
})

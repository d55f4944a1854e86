import { describe, expect, test } from 'vitest'
import { actionsFor } from '../session/actions.ts'
import { foldStory } from '../session/story.ts'
import { eventFor } from '../session/visibility.ts'
import { ANNA, BOB, CARL, DORA, StoryTeller, id, pair } from '../testing/story-teller.ts'
import { TRANSFER_MESSAGE_LENGTH, transferMessageSchema } from './messages.ts'

const TRANSFER = id(31)
const offer = (teller: StoryTeller, by = ANNA, transferId = TRANSFER) =>
  teller.tell(by, {
    feature: 'transfer',
    do: 'offer',
    transferId,
    to: { kind: 'agent', name: 'Bob' },
    message: 'Needs a new invoice.',
  })
const accept = (teller: StoryTeller, by = 'system') =>
  teller.tell(by, {
    feature: 'transfer',
    do: 'accept',
    transferId: TRANSFER,
    participantId: BOB,
    userId: 'user-bob',
    name: 'Bob',
  })
const giveBack = (teller: StoryTeller) =>
  teller.tell('system', { feature: 'transfer', do: 'return', transferId: TRANSFER, reason: 'declined' })
const withdraw = (teller: StoryTeller, by = ANNA) =>
  teller.tell(by, { feature: 'transfer', do: 'withdraw', transferId: TRANSFER })

function offered(): StoryTeller {
  const teller = pair()
  expect(offer(teller)).toBeUndefined()
  return teller
}

describe('giving', () => {
  test('[transfer R1] only who holds the session hands it over, to one at a time, and only with a customer', () => {
    expect(offer(new StoryTeller())).toBe('consent.no-customer')
    const teller = pair()
    teller.join(BOB)
    expect(offer(teller, BOB)).toBe('session.not-allowed')
    expect(offer(teller, CARL)).toBe('session.not-allowed')
    expect(offer(teller)).toBeUndefined()
    expect(offer(teller, ANNA, id(32))).toBe('transfer.already-offered')
    expect(teller.story.transfer).toMatchObject({ is: 'offered', id: TRANSFER, fromId: ANNA })
  })

  test('[transfer R1] the actions say so: offer before, take back meanwhile, and for nobody else', () => {
    const teller = pair()
    teller.join(BOB)
    expect(actionsFor(teller.story, ANNA)).toContain('transfer.offer')
    expect(actionsFor(teller.story, BOB)).not.toContain('transfer.offer')
    offer(teller)
    expect(actionsFor(teller.story, ANNA)).toContain('transfer.withdraw')
    expect(actionsFor(teller.story, ANNA)).not.toContain('transfer.offer')
    expect(actionsFor(teller.story, BOB)).not.toContain('transfer.withdraw')
    expect(actionsFor(teller.story, CARL).filter((action) => action.startsWith('transfer.'))).toEqual([])
    expect(actionsFor(new StoryTeller().story, ANNA)).not.toContain('transfer.offer')
  })

  test('[transfer R2] a message holds 345 characters, as people count them, and no more', () => {
    const fits = (message: string) => transferMessageSchema.safeParse(message).success
    expect(fits('')).toBe(true)
    expect(fits('x'.repeat(TRANSFER_MESSAGE_LENGTH))).toBe(true)
    expect(fits('x'.repeat(TRANSFER_MESSAGE_LENGTH + 1))).toBe(false)
    expect(fits('👩‍👩‍👧'.repeat(TRANSFER_MESSAGE_LENGTH))).toBe(true)
    expect(fits(`e${'\u0301'.repeat(20_000)}`)).toBe(false)
  })

  test('[transfer R3] the giver takes it back, and twice is no mistake; nobody else does', () => {
    const teller = offered()
    teller.join(DORA, 'Dora')
    expect(withdraw(teller, DORA)).toBe('session.not-allowed')
    expect(withdraw(teller)).toBeUndefined()
    expect(teller.story.transfer).toEqual({ is: 'none' })
    expect(withdraw(teller)).toBeUndefined()
    expect(teller.last).toEqual([])
    expect(accept(teller)).toBe('transfer.gone')
    expect(teller.story.session.primaryId).toBe(ANNA)
  })
})

describe('taking', () => {
  test('[transfer R4] the taker joins and holds the session, the giver leaves with all grants, in one piece', () => {
    const teller = pair()
    teller.request(ANNA)
    teller.allow(CARL)
    teller.request(ANNA, 'application.view')
    offer(teller)
    expect(accept(teller)).toBeUndefined()
    expect(teller.last).toEqual([
      'session.joined',
      'transfer.accepted',
      'session.primary-changed',
      'session.left',
      'consent.revoked',
      'consent.withdrawn',
    ])
    const { session, consent, transfer } = teller.story
    expect(session.primaryId).toBe(BOB)
    expect(session.participants[ANNA]?.standing).toEqual({ is: 'left', reason: 'transferred' })
    expect(session.participants[CARL]?.standing).toEqual({ is: 'here' })
    expect(consent).toMatchObject({ grants: {}, requests: {}, everything: [] })
    expect(transfer).toEqual({ is: 'none' })
  })

  test('[transfer R4] it is taken once, and by the server’s word only', () => {
    const teller = offered()
    expect(accept(teller, BOB)).toBe('session.not-allowed')
    expect(accept(teller)).toBeUndefined()
    expect(accept(teller)).toBe('transfer.gone')
    // Who gave it is too late to take it back, and is told so.
    expect(withdraw(teller)).toBe('transfer.gone')
    expect(teller.story.session.primaryId).toBe(BOB)
  })

  test('[transfer R4] who was in the session once, or is, comes as the same participant', () => {
    const teller = pair()
    teller.join(BOB)
    offer(teller)
    expect(accept(teller)).toBeUndefined()
    expect(teller.last).not.toContain('session.joined')
    expect(teller.story.session.primaryId).toBe(BOB)
  })

  test('[transfer R5] C4: what Anna was allowed Bob is not: with “everything” allowed he asks, and waits', () => {
    const teller = pair()
    teller.request(ANNA)
    teller.allow(CARL, true)
    offer(teller)
    accept(teller)
    expect(teller.request(BOB)).toBeUndefined()
    expect(teller.last).toEqual(['consent.requested'])
    expect(teller.grantIds()).toEqual([])
  })

  test('[transfer R6] the giver leaves, the customer leaves, another holds the session, the end: it is withdrawn', () => {
    const leave = (by: string) => (teller: StoryTeller) => teller.tell(by, { feature: 'session', do: 'leave' })
    const cases: [string, (teller: StoryTeller) => unknown, string][] = [
      ['customer leaves', leave(CARL), 'customer'],
      ['giver leaves', leave(ANNA), 'giver'],
      ['end', (teller) => teller.tell(ANNA, { feature: 'session', do: 'end' }), 'ended'],
      [
        'a manager takes over',
        (teller) => teller.tell('system', { feature: 'session', do: 'make-primary', participantId: DORA }),
        'giver',
      ],
    ]
    for (const [, happens, reason] of cases) {
      const teller = offered()
      teller.join(DORA, 'Dora')
      expect(happens(teller)).toBeUndefined()
      expect(teller.events.find(({ body }) => body.type === 'transfer.withdrawn')?.body).toMatchObject({ reason })
      expect(teller.story.transfer).toEqual({ is: 'none' })
      expect(accept(teller)).toMatch(/transfer.gone|session.ended/)
    }
  })

  test('[transfer R6] a giver alone who leaves ends the session, and the transfer with it', () => {
    const teller = offered()
    teller.tell(ANNA, { feature: 'session', do: 'leave' })
    expect(teller.last).toEqual(['session.left', 'transfer.withdrawn', 'session.ended'])
  })

  test('[transfer R6] an assistant who leaves, and a giver or customer who lost the connection, change nothing', () => {
    const teller = offered()
    teller.join(DORA, 'Dora')
    teller.tell(DORA, { feature: 'session', do: 'leave' })
    for (const participantId of [ANNA, CARL])
      teller.tell('system', { feature: 'session', do: 'lose', participantId, lossId: id(41) })
    expect(teller.story.transfer.is).toBe('offered')
    expect(accept(teller)).toBeUndefined()
    expect(teller.story.session.primaryId).toBe(BOB)
  })
})

describe('returning', () => {
  test('[transfer R8] it comes back with the reason, which stays until it is offered anew', () => {
    const teller = offered()
    expect(giveBack(teller)).toBeUndefined()
    expect(teller.story.transfer).toMatchObject({ is: 'returned', reason: 'declined', to: { name: 'Bob' } })
    expect(teller.story.session.primaryId).toBe(ANNA)
    // The answer came too late to be one.
    expect(giveBack(teller)).toBeUndefined()
    expect(teller.last).toEqual([])
    expect(offer(teller, ANNA, id(32))).toBeUndefined()
    expect(teller.story.transfer).toMatchObject({ is: 'offered', id: id(32) })
  })

  test('[transfer R8] what came back to one is no news for who holds the session next', () => {
    const teller = offered()
    teller.join(DORA, 'Dora')
    giveBack(teller)
    teller.tell(ANNA, { feature: 'session', do: 'leave' })
    expect(teller.story.transfer).toEqual({ is: 'none' })
  })
})

describe('the customer', () => {
  test('[transfer R12] hears that they are handed over and to whom, never what was said or why it came back', () => {
    const teller = offered()
    giveBack(teller)
    offer(teller, ANNA, TRANSFER)
    accept(teller)
    const seen = teller.events.flatMap((event) => eventFor(event, CARL, teller.story.session) ?? [])
    expect(JSON.stringify(seen)).not.toContain('invoice')
    expect(JSON.stringify(seen)).not.toContain('declined')
    expect(seen.filter(({ body }) => body.type === 'transfer.offered')).toHaveLength(2)
    expect(foldStory(seen)?.session.participants[ANNA]?.standing).toMatchObject({ reason: 'transferred' })
    const colleague = teller.events.flatMap((event) => eventFor(event, BOB, teller.story.session) ?? [])
    expect(JSON.stringify(colleague)).toContain('invoice')
  })

  test('[transfer R12] a later customer of the session hears nothing of how an earlier one was handed over', () => {
    const teller = offered()
    teller.tell(CARL, { feature: 'session', do: 'leave' })
    teller.knock(DORA, 'Dora')
    teller.admit(DORA)
    const seen = teller.events.flatMap((event) => eventFor(event, DORA, teller.story.session) ?? [])
    expect(seen.filter(({ body }) => body.type.startsWith('transfer.'))).toEqual([])
  })
})

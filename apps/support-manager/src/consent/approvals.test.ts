import { foldStory } from '@deskside/protocol'
import type { Capability, StoredEvent, Story, StoryEvent } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { Approvals } from './approvals.ts'
import { questionsOf } from './questions.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [ANNA, BOB, CARL, REQUEST, GRANT] = [id(1), id(2), id(3), id(4), id(5)]
const SCREEN = { kind: 'monitor', monitorId: 'screen' } as const

const asked = (capability: Capability = 'desktop.control', representativeId = ANNA) =>
  ({ capability, representativeId, customerId: CARL, detail: null }) as const

const PEOPLE: readonly StoryEvent[] = [
  {
    type: 'session.started',
    participantId: ANNA,
    userId: 'u',
    name: 'Anna',
    siteName: 'Acme',
    supportManagerAllowed: true,
  },
  { type: 'session.joined', participantId: BOB, userId: 'v', name: 'Bob' },
  { type: 'session.knocked', knockId: CARL, name: 'Carl', browser: '', place: '' },
  { type: 'session.admitted', knockId: CARL, name: 'Carl' },
]
const granted = (what: Partial<Extract<StoryEvent, { type: 'consent.granted' }>> = {}): StoryEvent => ({
  type: 'consent.granted',
  grantId: GRANT,
  requestId: REQUEST,
  ...asked(),
  automatic: false,
  ...what,
})
const revoked: StoryEvent = { type: 'consent.revoked', grantId: GRANT, reason: 'representative' }

/** What a server says happened: the guard must not care whether it is true. */
function told(...more: StoryEvent[]): Story {
  const events = [...PEOPLE, ...more].map((body, index): StoredEvent => ({ seq: index + 1, at: 1, by: CARL, body }))
  return foldStory(events) as Story
}

test('[control R1] C1: a grant that nobody approved here opens nothing, whatever the server says', () => {
  const guard = new Approvals(CARL)
  guard.handleStory(told(granted(), granted({ grantId: id(6), requestId: id(7), automatic: true })))
  expect(guard.live()).toEqual([])
  expect(guard.permit(ANNA, 'desktop.control')).toBeUndefined()
})

test('[control R1] what was approved here is open once the server stored it, for that representative and kind alone', () => {
  const guard = new Approvals(CARL)
  guard.approve(REQUEST, asked(), SCREEN)
  expect(guard.permit(ANNA, 'desktop.control')).toBeUndefined()
  guard.handleStory(told(granted()))
  expect(guard.permit(ANNA, 'desktop.control')?.target).toEqual(SCREEN)
  expect(guard.permit(BOB, 'desktop.control')).toBeUndefined()
  expect(guard.permit(ANNA, 'clipboard.out')).toBeUndefined()
})

test('[control R2] C3: with an approval to look, a grant to control by the same request opens nothing', () => {
  const guard = new Approvals(CARL)
  guard.approve(REQUEST, asked('desktop.view'), SCREEN)
  guard.handleStory(told(granted({ capability: 'desktop.control' })))
  expect(guard.live()).toEqual([])
})

test('[control R1] C4: an approval is of one representative, one customer and the very words that were shown', () => {
  for (const other of [
    { representativeId: BOB },
    { customerId: id(8) },
    { detail: { title: 'Clean up', text: 'rm -rf ~' } },
    { detail: { title: 'Clean up', text: '' } },
  ]) {
    const guard = new Approvals(CARL)
    guard.approve(REQUEST, asked(), SCREEN)
    guard.handleStory(told(granted(other)))
    expect(guard.live()).toEqual([])
  }
})

test('[control R8] C10: Stop is at once and for good, also when the server goes on saying that it is granted', () => {
  const guard = new Approvals(CARL)
  guard.approve(REQUEST, asked(), SCREEN)
  guard.handleStory(told(granted()))
  let changes = 0
  guard.onChange(() => (changes += 1))
  guard.stop(GRANT)
  expect([guard.live(), changes]).toEqual([[], 1])
  guard.handleStory(told(granted()))
  guard.handleStory(told(granted({ grantId: id(9) })))
  expect(guard.live()).toEqual([])
})

test('[control R1] an approval is used up by its grant: a second grant by the same request is a replay', () => {
  const guard = new Approvals(CARL)
  guard.approve(REQUEST, asked(), SCREEN)
  guard.handleStory(told(granted()))
  guard.handleStory(told(granted(), granted({ grantId: id(9) })))
  expect(guard.live().map(({ grant }) => grant.id)).toEqual([GRANT])
  guard.handleStory(told(granted(), revoked))
  guard.handleStory(told(granted(), revoked, granted({ grantId: id(9) })))
  expect(guard.live()).toEqual([])
})

test('[control R8] stopping everything takes back what was said yes to and not granted yet, and "everything"', () => {
  const guard = new Approvals(CARL)
  guard.approve(REQUEST, asked(), SCREEN)
  guard.approveEverything(ANNA)
  guard.stopAll()
  guard.handleStory(told(granted()))
  expect([guard.live(), guard.everythingFor(ANNA)]).toEqual([[], false])
})

test('[consent R20] C12: a program that starts anew knows none of the grants of before', () => {
  const guard = new Approvals(CARL)
  guard.handleStory(told(granted()))
  expect(guard.unknown(() => true).map(({ id: grantId }) => grantId)).toEqual([GRANT])
  guard.approve(REQUEST, asked(), SCREEN)
  guard.handleStory(told(granted()))
  expect(guard.unknown(() => true)).toEqual([])
})

test('[control R1] the end of the session ends everything that was open', () => {
  const guard = new Approvals(CARL)
  guard.approve(REQUEST, asked(), SCREEN)
  guard.handleStory(told(granted()))
  guard.handleStory(told(granted(), { type: 'session.ended', reason: 'ended' }))
  expect(guard.live()).toEqual([])
})

test('[screen R19] what the representative is to show is asked of them in their own program', () => {
  const share = { ...asked('desktop.share-control'), requestId: REQUEST }
  const story = told({ type: 'consent.requested', ...share, expiresAt: 99 }, granted(share))
  const guard = new Approvals(ANNA)
  guard.handleStory(story)
  expect(guard.live()).toEqual([])
  const [question] = questionsOf(story, ANNA, guard)
  expect(question).toMatchObject({ name: 'Carl', answers: 'grant', grantId: GRANT })
  guard.approve(question?.requestId ?? '', question?.asked ?? asked(), SCREEN)
  expect(guard.permit(CARL, 'desktop.share-control')?.target).toEqual(SCREEN)
  expect(questionsOf(story, ANNA, guard)).toEqual([])
})

test('[control R1] C4: a yes that the server did not take opens nothing later', () => {
  const guard = new Approvals(CARL)
  guard.approve(REQUEST, asked(), SCREEN)
  guard.takeBack(REQUEST)
  guard.handleStory(told(granted()))
  expect(guard.live()).toEqual([])
})

test('[consent R10] "everything" that was taken back elsewhere is over here, too, and comes back by nobody but the person', () => {
  const stored: StoryEvent = {
    type: 'consent.everything-allowed',
    representativeId: ANNA,
    customerId: CARL,
    program: 'support-manager',
  }
  const ended: StoryEvent = { type: 'consent.everything-ended', representativeId: ANNA, customerId: CARL }
  const guard = new Approvals(CARL)
  guard.approveEverything(ANNA)
  guard.handleStory(told())
  guard.handleStory(told(stored))
  expect(guard.everythingFor(ANNA)).toBe(true)
  guard.handleStory(told(stored, ended))
  guard.handleStory(told(stored, ended, stored))
  expect(guard.everythingFor(ANNA)).toBe(false)
})

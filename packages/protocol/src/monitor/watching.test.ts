import { expect, test } from 'vitest'
import { ANNA, BOB, CARL, DORA, StoryTeller, id, pair } from '../testing/story-teller.ts'
import { actionsFor } from '../session/actions.ts'
import { presentRepresentatives, presentWatchers } from '../session/state.ts'
import { eventFor, eventForReader } from '../session/visibility.ts'

const MONA = id(31)
const everyone = { kind: 'everyone' } as const
const to = (participantId: string) => ({ kind: 'participant', participantId }) as const

/** Mona, a manager, watches Anna and Carl. */
function watched(how: 'noticed' | 'silent' = 'noticed', disclosed = true): StoryTeller {
  const teller = disclosed ? new StoryTeller('Anna', true, 'Sessions may be monitored.') : new StoryTeller()
  teller.knock(CARL)
  teller.admit(CARL)
  expect(watch(teller, how === 'noticed')).toBeUndefined()
  return teller
}
const watch = (teller: StoryTeller, noticed: boolean, by = 'system') =>
  teller.tell(by, { feature: 'session', do: 'watch', participantId: MONA, userId: 'user-mona', name: 'Mona', noticed })
const post = (teller: StoryTeller, by: string, target: typeof everyone | ReturnType<typeof to>, text = 'hello') =>
  teller.tell(by, { feature: 'chat', do: 'post', to: target, text })
const seenBy = (teller: StoryTeller, viewer: string) =>
  teller.events.flatMap((event) => eventFor(event, viewer, teller.story.session) ?? [])

test('[monitor R2] who watches takes no part and holds nothing', () => {
  const teller = watched()
  const { session } = teller.story
  expect(presentRepresentatives(session).map(({ id }) => id)).toEqual([ANNA])
  expect(presentWatchers(session).map(({ name }) => name)).toEqual(['Mona'])
  expect(teller.request(MONA)).toBe('session.not-allowed')
  expect(teller.tell(MONA, { feature: 'session', do: 'end' })).toBe('session.not-allowed')
  expect(teller.tell(MONA, { feature: 'session', do: 'set-display-mode', mode: 'sampling' })).toBe(
    'session.not-allowed',
  )
  expect(post(teller, MONA, everyone)).toBe('session.not-allowed')
  teller.tell(CARL, { feature: 'session', do: 'leave' })
  teller.knock(DORA)
  expect(teller.admit(DORA, MONA)).toBe('session.not-allowed')
  expect(actionsFor(teller.story, MONA)).toEqual([
    'chat.whisper',
    'session.barge-in',
    'session.take-over',
    'session.leave',
  ])
})

test('[monitor R2] a session does not go on for who only watches, and never becomes theirs', () => {
  const teller = watched()
  teller.tell('system', { feature: 'session', do: 'make-primary', participantId: MONA })
  expect(teller.story.session.primaryId).toBe(ANNA)
  teller.tell(ANNA, { feature: 'session', do: 'leave' })
  expect(teller.story.session.life.is).toBe('ended')
})

test('[monitor R2] a watcher hears what is said to everyone, and not what two say to each other', () => {
  const teller = watched()
  post(teller, CARL, everyone, 'to all')
  post(teller, ANNA, to(CARL), 'between two')
  const texts = seenBy(teller, MONA).flatMap(({ body }) => (body.type === 'chat.posted' ? [body.text] : []))
  expect(texts).toEqual(['to all'])
})

test('[monitor R3] a whisper goes to one representative and back, and the customer never receives it', () => {
  const teller = watched()
  const before = seenBy(teller, CARL).length
  expect(post(teller, MONA, to(ANNA), 'ask for the cable')).toBeUndefined()
  expect(post(teller, ANNA, to(MONA), 'thank you')).toBeUndefined()
  expect(seenBy(teller, CARL)).toHaveLength(before)
  expect(post(teller, MONA, to(CARL))).toBe('session.not-allowed')
  // To the customer a watcher is as good as nobody.
  expect(post(teller, CARL, to(MONA))).toBe('chat.recipient-gone')
  teller.join(BOB)
  expect(seenBy(teller, BOB).some(({ body }) => body.type === 'chat.posted')).toBe(false)
})

test('[monitor R4] the customer is told who watches, without their account; representatives always are', () => {
  const teller = watched('noticed')
  const told = seenBy(teller, CARL).find(({ body }) => body.type === 'session.watched')
  expect(told?.body).toMatchObject({ name: 'Mona', userId: '', noticed: true })
  teller.tell(MONA, { feature: 'session', do: 'leave' })
  expect(seenBy(teller, CARL).at(-1)?.body).toMatchObject({ type: 'session.left', participantId: MONA })
})

test('E6: [monitor R4] nobody watches silently where nothing was disclosed, whoever asks for it', () => {
  const teller = watched('silent', false)
  expect(seenBy(teller, CARL).some(({ body }) => body.type === 'session.watched')).toBe(true)
  expect(watch(pair(), false, ANNA)).toBe('session.not-allowed')
})

test('[monitor R4] nothing that the customer receives tells of a silent watcher; the representative sees them', () => {
  const teller = watched('silent')
  post(teller, MONA, to(ANNA), 'a hint')
  teller.tell(MONA, { feature: 'session', do: 'leave' })
  expect(JSON.stringify(seenBy(teller, CARL))).not.toContain(MONA)
  expect(JSON.stringify(seenBy(teller, CARL))).not.toContain('Mona')
  expect(seenBy(teller, ANNA).map(({ body }) => body.type)).toContain('session.watched')
  // Who reads the session's page later sees that it was watched.
  expect(
    teller.events
      .flatMap((event) => eventForReader(event, undefined, teller.story.session) ?? [])
      .map((e) => e.body.type),
  ).toContain('session.watched')
})

test('[monitor R4] watching twice is watching once', () => {
  const teller = watched()
  watch(teller, true)
  expect(teller.last).toEqual([])
  expect(presentWatchers(teller.story.session)).toHaveLength(1)
})

test('[monitor R5] who barges in is a representative, and the customer is told, also after a silent watch', () => {
  const teller = watched('silent')
  teller.join(MONA, 'mona')
  expect(presentRepresentatives(teller.story.session).map(({ id }) => id)).toEqual([ANNA, MONA])
  expect(presentWatchers(teller.story.session)).toEqual([])
  expect(seenBy(teller, CARL).at(-1)?.body).toMatchObject({ type: 'session.joined', participantId: MONA })
  expect(teller.request(MONA)).toBeUndefined()
  teller.tell(MONA, { feature: 'session', do: 'leave' })
  expect(seenBy(teller, CARL).at(-1)?.body).toMatchObject({ type: 'consent.withdrawn' })
  expect(seenBy(teller, CARL).map(({ body }) => body.type)).toContain('session.left')
})

test('[monitor R5] who joins as another participant than the one who watched, watches no more', () => {
  const teller = watched()
  teller.tell('system', { feature: 'session', do: 'join', participantId: BOB, userId: 'user-mona', name: 'Mona' })
  expect(teller.last).toEqual(['session.joined', 'session.left'])
  expect(presentWatchers(teller.story.session)).toEqual([])
  expect(presentRepresentatives(teller.story.session).map(({ id }) => id)).toEqual([ANNA, BOB])
})

test('[monitor R5] who takes over holds the session, and the former holder stays', () => {
  const teller = watched()
  teller.join(MONA, 'mona')
  teller.tell('system', { feature: 'session', do: 'make-primary', participantId: MONA })
  expect(teller.story.session.primaryId).toBe(MONA)
  expect(presentRepresentatives(teller.story.session).map(({ id }) => id)).toEqual([ANNA, MONA])
})

test('[monitor R6] a watcher without a page has gone; nobody waits for them', () => {
  const teller = watched('silent')
  teller.tell('system', { feature: 'session', do: 'lose', participantId: MONA, lossId: id(77) })
  expect(teller.last).toEqual(['session.left'])
  expect(JSON.stringify(seenBy(teller, CARL))).not.toContain(MONA)
})

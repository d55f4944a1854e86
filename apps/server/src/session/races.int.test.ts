import { randomUUID } from 'node:crypto'
import type { StoredEvent } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerWorld, startPair } from '../testing/world.ts'
import type { Line, Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor
let rob: Visitor
let rep: Line
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
  rep = await rita.connect('representative')
})
afterAll(() => world.stop())

const ROUNDS = 12
const everyone = { kind: 'everyone' } as const
const storyOf = async (sessionId: string): Promise<StoredEvent[]> =>
  (await ada.call('GET', `/api/v1/sessions/${sessionId}`)).body.events
const count = (events: readonly StoredEvent[], type: string): number =>
  events.filter((e) => e.body.type === type).length
async function knockedSession(names: readonly string[]): Promise<{ sessionId: string; knocks: string[] }> {
  const { sessionId, number } = (await rita.call('POST', '/api/v1/sessions')).body
  const knocks: string[] = []
  for (const name of names)
    knocks.push((await world.visitor().call('POST', '/api/v1/join', { number, name })).body.participantId)
  return { sessionId, knocks }
}
async function colleague(pair: Pair): Promise<Line> {
  const path = `/api/v1/sessions/${pair.sessionId}/invitations`
  const { url } = (await pair.representative.call('POST', path, { for: 'representative', by: 'link' })).body
  const line = await rob.connect('representative')
  await rob.call('POST', '/api/v1/invitations/accept', { token: url.split('/').at(-1) })
  await line.next('events', (f) => f.sessionId === pair.sessionId)
  return line
}
/** What must hold of any story, whatever raced: one after another, nothing outlives what it hangs on. */
function judge(events: readonly StoredEvent[]): void {
  expect(events.map((e) => e.seq)).toEqual(events.map((_event, index) => index + 1))
  const grants = new Set<string>()
  for (const { body } of events) {
    if (body.type === 'consent.granted') grants.add(body.grantId)
    if (body.type === 'consent.revoked') expect(grants.delete(body.grantId)).toBe(true)
  }
  if (events.at(-1)?.body.type !== 'consent.withdrawn' && count(events, 'session.ended') > 0)
    expect(grants.size).toBe(0)
}

test('[session R3, R4] two who are admitted at once are one who is, and admitting and refusing one knock is either', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { sessionId, knocks } = await knockedSession(['Carl', 'Dora'])
    const answers = await Promise.all(knocks.map((knockId) => rep.command('session.admit', { sessionId, knockId })))
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1)
    const events = await storyOf(sessionId)
    expect([count(events, 'session.admitted'), count(events, 'session.knock-ended')]).toEqual([1, 1])
    await rep.command('session.end', { sessionId })

    const other = await knockedSession(['Carl'])
    const [knockId = ''] = other.knocks
    const both = [
      rep.command('session.admit', { sessionId: other.sessionId, knockId }),
      rep.command('session.refuse', { sessionId: other.sessionId, knockId }),
    ]
    if (round % 2 === 0) both.reverse()
    expect((await Promise.all(both)).filter((answer) => answer.ok)).toHaveLength(1)
    const story = await storyOf(other.sessionId)
    expect(count(story, 'session.admitted') + count(story, 'session.knock-ended')).toBe(1)
    await rep.command('session.end', { sessionId: other.sessionId })
  }
})

test('[invite R4] D4: of two browsers that follow one link at once one knocks, and the session goes on', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { sessionId, number } = (await rita.call('POST', '/api/v1/sessions')).body
    const path = `/api/v1/sessions/${sessionId}/invitations`
    const { url } = (await rita.call('POST', path, { for: 'customer', by: 'link' })).body
    const token = url.split('/').at(-1)
    const answers = await Promise.all(
      [1, 2, 3].map(() => world.visitor().call('POST', '/api/v1/join', { token, name: 'Carl' })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404, 404])
    expect(count(await storyOf(sessionId), 'session.knocked')).toBe(1)
    // Nobody lost sight of it: its number works, and who connects finds it.
    expect((await world.visitor().call('POST', '/api/v1/join', { number, name: 'Dora' })).body.is).toBe('waiting')
    await rep.command('session.end', { sessionId })
  }
})

test('[invite R4, R8] of two colleagues who follow one link at once one joins', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const { sessionId } = (await rita.call('POST', '/api/v1/sessions')).body
    const path = `/api/v1/sessions/${sessionId}/invitations`
    const { url } = (await rita.call('POST', path, { for: 'representative', by: 'link' })).body
    const token = url.split('/').at(-1)
    const answers = await Promise.all(
      [rob, ada].map((who) => who.call('POST', '/api/v1/invitations/accept', { token })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
    expect(count(await storyOf(sessionId), 'session.joined')).toBe(1)
    await rep.command('session.end', { sessionId })
  }
})

test('[consent R6, R11] allowing, declining, withdrawing and revoking at once leaves one truth', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust } = pair
  for (let round = 0; round < ROUNDS; round += 1) {
    await pair.rep.command('consent.request', { sessionId, capability: 'desktop.view' })
    const { requestId } = await cust.event('consent.requested')
    const all = [
      () => cust.command('consent.allow', { sessionId, requestId, everything: false }),
      () => cust.command('consent.decline', { sessionId, requestId }),
      () => pair.rep.command('consent.withdraw', { sessionId, requestId }),
    ]
    const turned = [...all.slice(round % 3), ...all.slice(0, round % 3)]
    expect((await Promise.all(turned.map((act) => act()))).filter((answer) => answer.ok)).toHaveLength(1)
    const granted = (await storyOf(sessionId)).flatMap(({ body }) =>
      body.type === 'consent.granted' && body.requestId === requestId ? [body.grantId] : [],
    )
    for (const grantId of granted) {
      // Both stop it, and a capture begins in the same moment.
      const acts = [
        cust.command('screen.start', { sessionId, grantId, streamId: 's', surface: 'monitor', audio: false }),
        cust.command('consent.revoke', { sessionId, grantId }),
        pair.rep.command('consent.revoke', { sessionId, grantId }),
      ]
      const [, first, second] = await Promise.all(acts)
      expect([first?.ok, second?.ok]).toEqual([true, true])
    }
  }
  const events = await storyOf(sessionId)
  judge(events)
  expect(count(events, 'consent.granted')).toBe(count(events, 'consent.revoked'))
  expect(count(events, 'screen.started')).toBe(count(events, 'screen.stopped'))
  await pair.rep.command('session.end', { sessionId })
})

test('[consent R12] [session R6] what is allowed to a representative who leaves in the same moment is allowed to nobody', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const pair = await startPair(world, rita)
    const { sessionId, cust } = pair
    const bob = await colleague(pair)
    await pair.rep.command('consent.request', { sessionId, capability: 'desktop.view' })
    const { requestId } = await cust.event('consent.requested')
    const leave = (): Promise<unknown> => pair.rep.command('session.leave', { sessionId })
    const allow = (): Promise<unknown> => cust.command('consent.allow', { sessionId, requestId, everything: true })
    await Promise.all(round % 2 === 0 ? [leave(), allow()] : [allow(), leave()])
    const events = await storyOf(sessionId)
    judge(events)
    expect(count(events, 'consent.granted')).toBe(count(events, 'consent.revoked'))
    expect(count(events, 'consent.everything-allowed')).toBe(count(events, 'consent.everything-ended'))
    expect((await bob.command('session.end', { sessionId })).ok).toBe(true)
    await bob.close()
    await pair.rep.close()
  }
})

test('[session R12] commands that run while the session ends are before it or refused, none is after it', async () => {
  for (let round = 0; round < ROUNDS; round += 1) {
    const pair = await startPair(world, rita)
    const { sessionId, cust } = pair
    const posts = Array.from({ length: 10 }, (_, index) =>
      cust.command('chat.post', { sessionId, to: everyone, text: String(index) }),
    )
    const end = pair.rep.command('session.end', { sessionId })
    const asks = ['desktop.view', 'application.view'] as const
    const requests = asks.map((capability) => pair.rep.command('consent.request', { sessionId, capability }))
    const answers = await Promise.all(posts)
    expect((await end).ok).toBe(true)
    await Promise.all(requests)
    const events = await storyOf(sessionId)
    judge(events)
    expect(count(events, 'chat.posted')).toBe(answers.filter((answer) => answer.ok).length)
    const at = events.findIndex((e) => e.body.type === 'session.ended')
    const aftermath = events.slice(at + 1).map((e) => e.body.type)
    expect(aftermath.every((type) => type === 'consent.withdrawn' || type === 'consent.revoked')).toBe(true)
    await pair.rep.close()
  }
})

test('[wire R4] one command id in two sessions is two commands, and in one it is one, also after a restart', async () => {
  const [a, b] = [await startPair(world, rita), await startPair(world, ada)]
  const commandId = randomUUID()
  const post = (pair: Pair, line: Line, text: string) =>
    line.ask('chat.post', { sessionId: pair.sessionId, commandId, to: everyone, text })
  expect((await post(a, a.cust, 'in a')).ok).toBe(true)
  expect((await post(b, b.cust, 'in b')).ok).toBe(true)
  const both = await Promise.all([post(a, a.cust, 'again'), post(a, a.cust, 'and again')])
  expect(both.every((answer) => answer.ok)).toBe(true)
  await world.deskside.stop()
  await world.open()
  const back = async (visitor: Visitor, as: 'representative' | 'customer'): Promise<Line> => {
    const again = world.visitor()
    for (const [name, value] of visitor.jar) again.jar.set(name, value)
    return again.connect(as)
  }
  expect((await post(a, await back(a.customer, 'customer'), 'after the restart')).ok).toBe(true)
  const reader = world.visitor()
  for (const [name, value] of ada.jar) reader.jar.set(name, value)
  for (const [pair, text] of [
    [a, 'in a'],
    [b, 'in b'],
  ] as const) {
    const { events } = (await reader.call('GET', `/api/v1/sessions/${pair.sessionId}`)).body as {
      events: StoredEvent[]
    }
    expect(events.flatMap(({ body }) => (body.type === 'chat.posted' ? [body.text] : []))).toEqual([text])
  }
})

import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ServerWorld, startPair } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

let world: ServerWorld
let rita: Visitor
beforeAll(async () => {
  world = await ServerWorld.start()
  rita = await world.person(await world.setUp(), 'Rita')
})
afterAll(() => world.stop())

test('connections to the database that break while they are used end no server, and what was refused goes through again', async () => {
  const { sessionId, rep, cust } = await startPair(world, rita)
  const everyone = { kind: 'everyone' } as const
  const refused: string[] = []
  for (let round = 0; round < 15; round += 1) {
    const texts = [0, 1, 2, 3].map((n) => `round ${round}, ${n}`)
    // Some of them go with an audit line, in a transaction over several round trips.
    const asked = rep.command('consent.request', { sessionId, capability: 'desktop.view' })
    const posted = texts.map((text) =>
      cust.ask('chat.post', { sessionId, commandId: randomUUID(), to: everyone, text }).then((answer) => {
        if (!answer.ok) refused.push(answer.code ?? '')
      }),
    )
    await world.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'deskside'")
    await Promise.all([asked, ...posted])
    await rep.command('consent.withdraw', { sessionId, requestId: randomUUID() })
  }
  for (const code of refused) expect(code).toBe('server.unavailable')
  expect((await cust.command('chat.post', { sessionId, to: everyone, text: 'at last' })).ok).toBe(true)
  await expect.poll(() => rep.heard.some((f) => f.t === 'events' && JSON.stringify(f).includes('at last'))).toBe(true)
})

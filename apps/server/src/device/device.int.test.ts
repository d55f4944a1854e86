import { randomUUID } from 'node:crypto'
import { scriptInWords } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Program, ServerWorld, startPair } from '../testing/world.ts'
import type { Line, Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
})
afterAll(() => world.stop())

const TIDY = {
  name: 'Tidy up',
  description: 'Empties the cache.',
  platform: 'linux',
  interpreter: 'bash',
  text: 'rm -r ~/.cache; echo "$(id)" `id`\n',
} as const
const audited = async (): Promise<{ action: string; actor: string; subject: string }[]> =>
  (await ada.call('GET', '/api/v1/audit?limit=50')).body.events
const scripts = async (who: Visitor) => (await who.call('GET', '/api/v1/scripts')).body.scripts

async function withProgram(): Promise<Pair & { prog: Line }> {
  const pair = await startPair(world, rita)
  return { ...pair, prog: await (await Program.broughtBy(pair.customer)).connect() }
}
async function allowed({ sessionId, rep, prog }: Pair & { prog: Line }, asked: object): Promise<string> {
  await rep.ask('consent.request', { sessionId, commandId: randomUUID(), ...asked })
  const { requestId } = await rep.event('consent.requested')
  await prog.command('consent.allow', { sessionId, requestId, everything: false })
  return (await rep.event('consent.granted')).grantId
}

test('[device R6] A10: administrators keep the library, representatives read it, text is text, changes are in the audit log', async () => {
  const { status, body } = await ada.call('POST', '/api/v1/scripts', TIDY)
  expect(status).toBe(201)
  expect(await scripts(rita)).toEqual([{ ...TIDY, id: body.id, updatedAt: expect.any(Number), updatedBy: 'Ada Admin' }])
  const path = `/api/v1/scripts/${body.id}`
  expect((await ada.call('PUT', path, { ...TIDY, name: 'Clean', id: randomUUID() })).status).toBe(400)
  expect((await ada.call('PUT', path, { ...TIDY, name: 'Clean' })).status).toBe(204)
  for (const refused of [await rita.call('PUT', path, TIDY), await rita.call('DELETE', path)])
    expect(refused.status).toBe(403)
  expect((await scripts(rita))[0]).toMatchObject({ name: 'Clean', text: TIDY.text })
  expect((await ada.call('DELETE', path)).status).toBe(204)
  for (const gone of [await ada.call('DELETE', path), await ada.call('PUT', path, TIDY)]) expect(gone.status).toBe(404)
  expect(await scripts(rita)).toEqual([])
  const lines = (await audited()).filter((e) => e.subject === body.id)
  expect(lines.map((e) => e.action)).toEqual(['script.removed', 'script.changed', 'script.added'])
})

test('[device R6] a script of the longest kind is kept, one more character gets a sentence', async () => {
  const { body } = await ada.call('POST', '/api/v1/scripts', { ...TIDY, text: '€'.repeat(15_900) })
  expect((await scripts(ada)).find((s: { id: string }) => s.id === body.id).text).toHaveLength(15_900)
  expect((await ada.call('POST', '/api/v1/scripts', { ...TIDY, text: 'x'.repeat(15_901) })).status).toBe(400)
  await ada.call('DELETE', `/api/v1/scripts/${body.id}`)
})

test('[device R4] a question for a script says the library’s name and text, whatever the asker says of it', async () => {
  const { id: scriptId } = (await ada.call('POST', '/api/v1/scripts', TIDY)).body
  const { sessionId, rep, prog } = await withProgram()
  const ask = (asked: object) =>
    rep.ask('consent.request', { sessionId, commandId: randomUUID(), capability: 'device.script', ...asked })
  for (const none of [{}, { scriptId: randomUUID() }, { detail: { title: 'x', text: 'id' } }])
    expect((await ask(none)).code).toBe('request.not-found')
  await ask({ scriptId, detail: { title: 'harmless', text: 'true' } })
  const asked = await prog.event('consent.requested')
  expect(asked.detail).toEqual({ title: 'Tidy up', text: scriptInWords(TIDY) })
  // Changed while it is asked: what was seen is what is granted.
  await ada.call('PUT', `/api/v1/scripts/${scriptId}`, { ...TIDY, text: 'another' })
  await prog.command('consent.allow', { sessionId, requestId: asked.requestId, everything: false })
  expect((await rep.event('consent.granted')).detail).toEqual(asked.detail)
  await ada.call('DELETE', `/api/v1/scripts/${scriptId}`)
  await rep.command('session.end', { sessionId })
})

test('[device R3] the Support Manager reports each use once, into the story and the audit log; no page and no other program can', async () => {
  const all = await withProgram()
  const { sessionId, rep, cust, prog, custId } = all
  const grantId = await allowed(all, { capability: 'device.information' })
  const report = (line: Line) => line.command('device.report', { sessionId, grantId, outcome: 'done', exitCode: null })
  const own = await (await Program.broughtBy(rita, sessionId)).connect()
  for (const line of [rep, cust, own]) expect((await report(line)).code).toBe('session.not-allowed')
  expect((await report(prog)).ok).toBe(true)
  expect(await rep.event('device.done')).toMatchObject({ grantId, outcome: 'done' })
  expect((await report(prog)).code).toBe('consent.not-granted')
  expect(await audited()).toContainEqual(expect.objectContaining({ action: 'device.done', actor: custId }))
  await rep.command('session.end', { sessionId })
})

test('[device R8] C12: who restarts for a representative is waited for for half an hour, then has left', async () => {
  const all = await withProgram()
  const { sessionId, rep, cust, prog, custId } = all
  const grantId = await allowed(all, { capability: 'device.reboot' })
  await prog.command('device.report', { sessionId, grantId, outcome: 'restarting', exitCode: null })
  await Promise.all([prog.close(), cust.close()])
  await rep.next('devices', (f) => f.devices.every((d) => d.participantId !== custId))
  world.clock.turn(4_001)
  const { until } = await rep.event('session.lost')
  world.clock.turn(6 * 60_000)
  // Something later that did arrive shows that nothing was said about the customer before it.
  await rep.command('chat.post', { sessionId, to: { kind: 'everyone' }, text: 'I wait' })
  const told = rep.heard.flatMap((f) => (f.t === 'events' && f.sessionId === sessionId ? f.events : []))
  expect(told.some((e) => e.body.type === 'session.left')).toBe(false)
  world.clock.turn(until - world.clock.now() + 1)
  expect((await rep.event('session.left')).reason).toBe('timed-out')
  await rep.command('session.end', { sessionId })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { Program, ServerWorld, startPair } from '../testing/world.ts'
import type { Line, Pair, Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor
let rob: Visitor
beforeAll(async () => {
  world = await ServerWorld.start()
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
})
afterAll(() => world.stop())

type Capability = Parameters<typeof ask>[1]
/** Rita asks, whoever of the customer's hears it; the answer is the request's id. */
async function ask(
  { sessionId, rep }: Pair,
  capability: 'desktop.control' | 'desktop.view' | 'clipboard.in' | 'desktop.share-control',
): Promise<string> {
  await rep.command('consent.request', { sessionId, capability })
  const { requestId } = await rep.event('consent.requested')
  return requestId
}
/** A pair whose customer has a Support Manager running. */
async function withProgram(): Promise<Pair & { prog: Line; program: Program }> {
  const pair = await startPair(world, rita)
  const program = await Program.broughtBy(pair.customer)
  return { ...pair, program, prog: await program.connect() }
}
async function allowed(pair: Pair & { prog: Line }, capability: Capability): Promise<string> {
  const requestId = await ask(pair, capability)
  await pair.prog.command('consent.allow', { sessionId: pair.sessionId, requestId, everything: false })
  return (await pair.rep.event('consent.granted')).grantId
}

test('[consent R16] control is allowed in the Support Manager’s window and nowhere else; the page may decline it', async () => {
  const pair = await withProgram()
  const { sessionId, cust, prog, rep, custId } = pair
  const requestId = await ask(pair, 'desktop.control')
  for (const everything of [false, true])
    expect((await cust.command('consent.allow', { sessionId, requestId, everything })).code).toBe(
      'consent.needs-support-manager',
    )
  expect((await prog.event('consent.requested')).requestId).toBe(requestId)
  expect((await prog.command('consent.allow', { sessionId, requestId, everything: false })).ok).toBe(true)
  expect(await rep.event('consent.granted')).toMatchObject({ requestId, customerId: custId, automatic: false })
  const second = await ask(pair, 'clipboard.in')
  expect((await cust.command('consent.decline', { sessionId, requestId: second })).ok).toBe(true)
  expect((await rep.event('consent.declined')).requestId).toBe(second)
  await rep.command('session.end', { sessionId })
})

test('[consent R16] a request for which the customer gets the program ready waits ten minutes, then expires like any other', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust, rep } = pair
  const requestId = await ask(pair, 'desktop.control')
  expect((await rep.command('consent.prepare', { sessionId, requestId })).code).toBe('session.not-allowed')
  world.clock.turn(100_000)
  const before = world.clock.now()
  expect((await cust.command('consent.prepare', { sessionId, requestId })).ok).toBe(true)
  const { expiresAt } = await rep.event('consent.prepared')
  expect(expiresAt - before).toBeGreaterThanOrEqual(600_000)
  // The old end passes, and the program comes in long after it.
  world.clock.turn(500_000)
  const program = await Program.broughtBy(pair.customer)
  const prog = await program.connect()
  expect((await prog.command('consent.allow', { sessionId, requestId, everything: false })).ok).toBe(true)
  const second = await ask(pair, 'clipboard.in')
  await cust.command('consent.prepare', { sessionId, requestId: second })
  await rep.event('consent.prepared')
  world.clock.turn(601_000)
  expect((await rep.event('consent.expired')).requestId).toBe(second)
  expect((await prog.command('consent.allow', { sessionId, requestId: second, everything: false })).code).toBe(
    'consent.request-gone',
  )
  await rep.command('session.end', { sessionId })
})

test('[consent R17] C5: while somebody works on the customer’s computer no button of the page counts as an approval', async () => {
  const pair = await withProgram()
  const { sessionId, cust, prog, rep } = pair
  const grantId = await allowed(pair, 'desktop.control')
  const view = await ask(pair, 'desktop.view')
  expect((await cust.command('consent.allow', { sessionId, requestId: view, everything: false })).code).toBe(
    'consent.needs-support-manager',
  )
  await prog.command('consent.revoke', { sessionId, grantId })
  await rep.event('consent.revoked')
  expect((await cust.command('consent.allow', { sessionId, requestId: view, everything: false })).ok).toBe(true)
  await rep.command('session.end', { sessionId })
})

test('[consent R18] "everything" that was said on the page does not open control; said in the program it does', async () => {
  const pair = await withProgram()
  const { sessionId, cust, prog, rep } = pair
  const first = await ask(pair, 'desktop.view')
  await cust.command('consent.allow', { sessionId, requestId: first, everything: true })
  expect((await rep.event('consent.everything-allowed')).program).toBe('page')
  const control = await ask(pair, 'desktop.control')
  expect((await prog.command('consent.allow', { sessionId, requestId: control, everything: true })).ok).toBe(true)
  await rep.event('consent.granted')
  await ask(pair, 'clipboard.in')
  expect(grantsOf(pair)).toEqual([
    ['desktop.view', false],
    ['desktop.control', false],
    ['clipboard.in', true],
  ])
  await rep.command('session.end', { sessionId })
})

/** What was granted so far, and whether by an earlier word. */
const grantsOf = ({ rep, sessionId }: Pair): [string, boolean][] =>
  rep.heard.flatMap((f) =>
    f.t === 'events' && f.sessionId === sessionId
      ? f.events.flatMap(({ body }): [string, boolean][] =>
          body.type === 'consent.granted' ? [[body.capability, body.automatic]] : [],
        )
      : [],
  )
const isRevoked = (line: Line, grantId: string): boolean =>
  line.heard.some(
    (f) => f.t === 'events' && f.events.some((e) => e.body.type === 'consent.revoked' && e.body.grantId === grantId),
  )
/** What was asked before is answered: whatever had to happen until now has happened. */
const settled = async ({ rep, sessionId }: Pair): Promise<void> => {
  await rep.command('chat.post', { sessionId, to: { kind: 'everyone' }, text: 'settled' })
  await rep.event('chat.posted')
}

test('[consent R20] a program that says goodbye takes along at once what only it served, and nothing else', async () => {
  const pair = await withProgram()
  const { sessionId, prog, rep } = pair
  const view = await allowed(pair, 'desktop.view')
  const control = await allowed(pair, 'desktop.control')
  await prog.close()
  await rep.next('devices', (f) => f.devices.every((d) => d.program === 'page'))
  world.clock.turn(1)
  expect(await rep.event('consent.revoked')).toMatchObject({ grantId: control, reason: 'program-gone' })
  await settled(pair)
  expect(isRevoked(rep, view)).toBe(false)
  await rep.command('session.end', { sessionId })
})

test('[consent R20] a program that falls silent has thirty seconds to come back', async () => {
  const pair = await withProgram()
  const { sessionId, program, prog, rep } = pair
  const grantId = await allowed(pair, 'desktop.control')
  const vanish = async (line: Line): Promise<void> => {
    line.socket.terminate()
    await rep.next('devices', (f) => f.devices.every((d) => d.program === 'page'))
  }
  await vanish(prog)
  world.clock.turn(29_000)
  const back = await program.connect({ deviceId: prog.deviceId })
  world.clock.turn(29_000)
  await settled(pair)
  expect(isRevoked(rep, grantId)).toBe(false)
  await vanish(back)
  world.clock.turn(30_001)
  expect(await rep.event('consent.revoked')).toMatchObject({ grantId, reason: 'program-gone' })
  await rep.command('session.end', { sessionId })
})

test('[consent R20] a program that started anew says which approval it does not know; a page cannot say so', async () => {
  const pair = await withProgram()
  const { sessionId, prog, rep, cust } = pair
  const first = await allowed(pair, 'desktop.control')
  await prog.command('consent.revoke', { sessionId, grantId: first, because: 'unknown-here' })
  expect((await rep.event('consent.revoked')).reason).toBe('unknown-here')
  const second = await allowed(pair, 'desktop.control')
  await cust.command('consent.revoke', { sessionId, grantId: second, because: 'done' })
  expect((await rep.event('consent.revoked')).reason).toBe('customer')
  await rep.command('session.end', { sessionId })
})

test('[consent R21] C4: what stood with the earlier program has ended for all before the new one is let in', async () => {
  const pair = await withProgram()
  const { sessionId, prog, rep, cust, customer } = pair
  const control = await allowed(pair, 'desktop.control')
  const open = await ask(pair, 'desktop.share-control')
  const view = await ask(pair, 'desktop.view')
  await prog.command('consent.allow', { sessionId, requestId: view, everything: true })
  const { grantId } = await rep.event('consent.granted')
  const start = { sessionId, grantId, streamId: null, surface: 'monitor', audio: false } as const
  expect((await prog.command('screen.start', start)).ok).toBe(true)
  const anew = await (await Program.broughtBy(customer)).connect()
  for (const line of [rep, cust]) {
    for (const id of [control, grantId]) await expect.poll(() => isRevoked(line, id)).toBe(true)
    await line.event('consent.everything-ended')
  }
  expect(isRevoked(anew, control)).toBe(true)
  // What was asked and not answered is asked in the new one; what ended is asked anew.
  const request = await ask(pair, 'desktop.control')
  for (const requestId of [open, request])
    expect((await anew.command('consent.allow', { sessionId, requestId, everything: false })).ok).toBe(true)
  await rep.command('session.end', { sessionId })
})

/** The database takes no such row while it runs. */
async function refusing(what: { readonly table: string; readonly when: string }, work: () => Promise<void>) {
  await world.sql(`
    create function refuse() returns trigger language plpgsql as $$ begin raise 'no room'; end $$;
    create trigger refused before insert on ${what.table} for each row when (${what.when}) execute function refuse()`)
  try {
    await work()
  } finally {
    await world.sql(`drop trigger refused on ${what.table}; drop function refuse()`)
  }
}

test('[consent R21] [download R8] a seat is taken with all that stood in it or not at all, where the database fails in between', async () => {
  const pair = await withProgram()
  const { sessionId, program, prog, rep, customer } = pair
  const view = await ask(pair, 'desktop.view')
  await prog.command('consent.allow', { sessionId, requestId: view, everything: true })
  const { grantId } = await rep.event('consent.granted')
  const { code } = (await customer.call('POST', '/api/v1/support-manager/passes', {})).body
  for (const failing of [
    { table: 'session_event', when: `new.type = 'consent.everything-ended' and new.session_id = '${sessionId}'` },
    { table: 'support_manager_access', when: `new.session_id = '${sessionId}'` },
  ])
    await refusing(failing, async () => {
      expect((await Program.handIn(world.url, code)).status).toBeGreaterThanOrEqual(500)
      await settled(pair)
      expect([isRevoked(rep, grantId), await program.ticket()]).toEqual([false, expect.any(String)])
    })
  // Nothing happened, so the same code brings the new one in.
  const anew = await (await Program.withCode(world.url, code)).connect()
  expect((await prog.next('goodbye')).error.code).toBe('download.replaced')
  expect(isRevoked(anew, grantId)).toBe(true)
  await rep.event('consent.everything-ended')
  await rep.command('session.end', { sessionId })
})

test('[consent R21] a program that was away while another took its seat does not wait out its half minute', async () => {
  const pair = await withProgram()
  const { sessionId, program, prog, rep, customer } = pair
  const grantId = await allowed(pair, 'desktop.control')
  prog.socket.terminate()
  await rep.next('devices', (f) => f.devices.every((d) => d.program === 'page'))
  await (await Program.broughtBy(customer)).connect()
  expect(await rep.event('consent.revoked')).toMatchObject({ grantId, reason: 'unknown-here' })
  expect(await program.ticket()).toBeUndefined()
  await rep.command('session.end', { sessionId })
})

test('[consent R20] what a representative shows with control ends with their own program', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, cust, rep } = pair
  const prog = await (await Program.broughtBy(rita, sessionId)).connect()
  const requestId = await ask(pair, 'desktop.share-control')
  expect((await cust.command('consent.allow', { sessionId, requestId, everything: false })).ok).toBe(true)
  await prog.close()
  await rep.next('devices', (f) => f.devices.every((d) => d.program === 'page'))
  world.clock.turn(1)
  expect((await cust.event('consent.revoked')).reason).toBe('program-gone')
  await rep.command('session.end', { sessionId })
})

test('[consent R20] [consent R14] after a restart of the server a program has a minute to come back', async () => {
  const own = await ServerWorld.start()
  try {
    const owner = await own.setUp()
    const [kept, lost] = [await startPair(own, owner), await startPair(own, await own.person(owner, 'Robin'))]
    const programs = [await Program.broughtBy(kept.customer), await Program.broughtBy(lost.customer)] as const
    const grants: string[] = []
    for (const [index, pair] of [kept, lost].entries()) {
      const prog = await programs[index as 0 | 1].connect()
      grants.push(await allowed({ ...pair, prog }, 'desktop.control'))
    }
    await own.deskside.stop()
    own.settings['PORT'] = new URL(kept.customer.url).port
    await own.open()
    expect(own.url).toBe(kept.customer.url)
    const reps = [
      await kept.representative.connect('representative'),
      await lost.representative.connect('representative'),
    ]
    for (const pair of [kept, lost]) await pair.customer.connect('customer')
    own.clock.turn(50_000)
    await programs[0].connect()
    own.clock.turn(11_000)
    expect(await reps[1]?.event('consent.revoked')).toMatchObject({ grantId: grants[1], reason: 'program-gone' })
    await settled({ ...kept, rep: reps[0] as Line })
    expect(isRevoked(reps[0] as Line, grants[0] ?? '')).toBe(false)
  } finally {
    await own.stop()
  }
})

test('[consent R9] a colleague’s request is asked anew in the program, whatever another was allowed', async () => {
  const pair = await withProgram()
  const { sessionId, prog, rep } = pair
  const control = await ask(pair, 'desktop.control')
  await prog.command('consent.allow', { sessionId, requestId: control, everything: true })
  const { url } = (
    await rita.call('POST', `/api/v1/sessions/${sessionId}/invitations`, { for: 'representative', by: 'link' })
  ).body
  const other = await rob.connect('representative')
  await rob.call('POST', '/api/v1/invitations/accept', { token: url.split('/').at(-1) })
  await other.next('events', (f) => f.sessionId === sessionId)
  await other.command('consent.request', { sessionId, capability: 'desktop.control' })
  await settled(pair)
  expect(grantsOf(pair)).toEqual([['desktop.control', false]])
  await rep.command('session.end', { sessionId })
})

import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ADDRESS_SLOT_BYTES, PROGRAM_SOCKET_PATH, readAddressSlot, writeAddressSlot } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Line, Program, ServerWorld, startPair } from '../testing/world.ts'
import type { Visitor } from '../testing/world.ts'

let world: ServerWorld
let ada: Visitor
let rita: Visitor
let rob: Visitor
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  rob = await world.person(ada, 'Rob')
})
afterAll(() => world.stop())

const PASSES = '/api/v1/support-manager/passes'
const codeOf = async (visitor: Visitor, sessionId?: string): Promise<string> =>
  (await visitor.call('POST', PASSES, sessionId ? { sessionId } : {})).body.code
/** From an address of its own, where it matters who asks. */
const handIn = (code: string, address = '192.0.2.1') => Program.handIn(world.url, code, { 'x-forwarded-for': address })

test('[download R1] a pass is given to a customer in a session and to a representative of that session, to nobody else', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, customer, rep } = pair
  for (const [who, body] of [
    [customer, {}],
    [rita, { sessionId }],
  ] as const) {
    const answer = await who.call('POST', PASSES, body)
    expect([answer.status, answer.body.code]).toEqual([201, expect.stringMatching(/^[0-9a-hjkmnp-tv-z]{12}$/)])
  }
  expect((await rob.call('POST', PASSES, { sessionId })).body.code).toBe('session.not-found')
  expect((await rita.call('POST', PASSES, {})).status).toBe(401)
  expect((await world.visitor().call('POST', PASSES, { sessionId })).status).toBe(401)
  await rep.command('session.end', { sessionId })
  expect((await customer.call('POST', PASSES, {})).status).toBe(401)
  expect((await rita.call('POST', PASSES, { sessionId })).body.code).toBe('session.not-found')
})

test('[download R1] who only knocks gets no pass', async () => {
  const { sessionId, number } = (await rita.call('POST', '/api/v1/sessions')).body
  const dora = world.visitor()
  await dora.call('POST', '/api/v1/join', { number, name: 'Dora' })
  expect((await dora.call('POST', PASSES, {})).body.code).toBe('session.not-found')
  const rep = await rita.connect('representative')
  await rep.command('session.end', { sessionId })
})

test('[download R2] a code works once and for ten minutes; used, old and wrong ones get the same answer', async () => {
  const { sessionId, customer, rep, custId } = await startPair(world, rita)
  const code = await codeOf(customer)
  const first = await handIn(code)
  expect(await first.json()).toMatchObject({
    as: 'customer',
    sessionId,
    participantId: custId,
    siteName: 'Acme Support',
  })
  const old = await codeOf(customer)
  world.clock.turn(601_000)
  const answers = await Promise.all(
    [code, old, '0'.repeat(12), 'nonsense', ''].map(async (c) => (await handIn(c)).text()),
  )
  expect(new Set(answers).size).toBe(1)
  expect(JSON.parse(answers[0] ?? '')).toMatchObject({ code: 'download.code' })
  await rep.command('session.end', { sessionId })
})

test('[download R2] of two programs with one code, handed in at the same moment, one comes in', async () => {
  const { sessionId, customer, rep } = await startPair(world, rita)
  const code = await codeOf(customer)
  const statuses = (await Promise.all(Array.from({ length: 8 }, () => handIn(code)))).map((a) => a.status)
  expect(statuses.filter((s) => s === 200)).toHaveLength(1)
  await rep.command('session.end', { sessionId })
})

test('[download R2] a code that somebody reads out works in groups, in capitals, and with look-alike letters', async () => {
  const { sessionId, customer, rep } = await startPair(world, rita)
  const code = await codeOf(customer)
  const said = code
    .replaceAll('0', 'O')
    .replaceAll('1', 'l')
    .replace(/(.{4})(.{4})/, '$1-$2 ')
    .toUpperCase()
  expect((await handIn(said)).status).toBe(200)
  await rep.command('session.end', { sessionId })
})

test('[download R2] who tries many codes has to wait, right ones count against nobody, and others are not held up', async () => {
  const { sessionId, customer, rep } = await startPair(world, rita)
  const guesser = '198.51.100.7'
  for (let i = 0; i < 25; i += 1) expect((await handIn(await codeOf(customer), guesser)).status).toBe(200)
  for (let i = 0; i < 20; i += 1) expect((await handIn('0'.repeat(12), guesser)).status).toBe(404)
  const code = await codeOf(customer)
  expect((await handIn(code, guesser)).status).toBe(429)
  expect((await handIn(code, '203.0.113.9')).status).toBe(200)
  await rep.command('session.end', { sessionId })
})

test('[download R3] C9: a program is one more device of the same participant; its coming in allows nothing and is in the audit log', async () => {
  const pair = await startPair(world, rita)
  const { sessionId, customer, rep, cust, custId } = pair
  const program = await Program.broughtBy(customer)
  const line = await program.connect()
  const { devices } = await rep.next('devices', (f) => f.devices.some((d) => d.program === 'support-manager'))
  expect(devices.filter((d) => d.participantId === custId).map((d) => [d.deviceId, d.program])).toEqual([
    [cust.deviceId, 'page'],
    [line.deviceId, 'support-manager'],
  ])
  const events = line.heard.flatMap((f) => (f.t === 'events' ? f.events : []))
  expect(events.map((e) => e.body.type)).toContain('session.admitted')
  expect(rep.heard.some((f) => f.t === 'events' && f.events.some((e) => e.body.type.startsWith('consent.')))).toBe(
    false,
  )
  const log = (await ada.call('GET', '/api/v1/audit?limit=20')).body.events
  expect(log).toContainEqual(expect.objectContaining({ actor: custId, action: 'download.joined', subject: sessionId }))
  await rep.command('session.end', { sessionId })
})

test('[download R8] a second program takes the seat: the first is told so and closed, its token brings it back no more', async () => {
  const { sessionId, customer, rep, custId } = await startPair(world, rita)
  const program = await Program.broughtBy(customer)
  const first = await program.connect()
  const early = (await program.ticket()) ?? ''
  await rep.next('devices', (f) => f.devices.some((d) => d.deviceId === first.deviceId))
  const again = await Program.broughtBy(customer)
  expect((await first.next('goodbye')).error).toMatchObject({ code: 'download.replaced', retry: false })
  expect(await first.closed).toBe(1008)
  // Neither with a ticket from before, nor with a new one, nor where it was away meanwhile.
  const late = await Line.open(world.url, {}, PROGRAM_SOCKET_PATH)
  late.hello(early)
  expect((await late.next('goodbye')).error.code).toBe('download.replaced')
  expect(late.heard.map((f) => f.t)).toEqual(['goodbye'])
  expect(await program.ticket()).toBeUndefined()
  const second = await again.connect()
  const { devices } = await rep.next('devices', (f) => f.devices.some((d) => d.deviceId === second.deviceId))
  expect(devices.filter((d) => d.participantId === custId && d.program === 'support-manager')).toHaveLength(1)
  const log = (await ada.call('GET', '/api/v1/audit?limit=20')).body.events
  const joined = log.filter((e: { action: string }) => e.action === 'download.joined')
  expect(joined.slice(0, 2).map((e: { details: string }) => JSON.parse(e.details).replaces ?? false)).toEqual([
    true,
    false,
  ])
  await rep.command('session.end', { sessionId })
})

test('[download R8] of many programs that come in at the same moment one keeps the seat', async () => {
  const { sessionId, customer, rep } = await startPair(world, rita)
  const programs = await Promise.all(Array.from({ length: 6 }, () => Program.broughtBy(customer)))
  const tickets = await Promise.all(programs.map((program) => program.ticket()))
  expect(tickets.filter((ticket) => ticket !== undefined)).toHaveLength(1)
  await rep.command('session.end', { sessionId })
})

test('[download R8] a seat is one participant’s in one session: nobody else’s program goes, and no code that does not work takes one', async () => {
  const pair = await startPair(world, rita)
  const other = await startPair(world, rita)
  const kept = [
    await Program.broughtBy(pair.customer),
    await Program.broughtBy(other.customer),
    await Program.broughtBy(rita, other.sessionId),
  ]
  const mine = await Program.broughtBy(rita, pair.sessionId)
  await Program.broughtBy(rita, pair.sessionId)
  expect(await mine.ticket()).toBeUndefined()
  expect((await handIn('0'.repeat(12))).status).toBe(404)
  for (const program of kept) expect(await program.ticket()).toBeDefined()
  for (const { rep, sessionId } of [pair, other]) await rep.command('session.end', { sessionId })
})

test('[download R4] a program’s token is worth nothing once its participant has left or the session has ended', async () => {
  const first = await startPair(world, rita)
  const program = await Program.broughtBy(first.customer)
  const line = await program.connect()
  expect((await line.command('session.leave', { sessionId: first.sessionId })).ok).toBe(true)
  expect(await program.ticket()).toBeUndefined()
  await first.rep.command('session.end', { sessionId: first.sessionId })

  const second = await startPair(world, rita)
  const other = await Program.broughtBy(second.customer)
  await second.rep.command('session.end', { sessionId: second.sessionId })
  await second.rep.event('session.ended')
  expect(await other.ticket()).toBeUndefined()
  // Nothing is kept of it either.
  for (const table of ['support_manager_pass', 'support_manager_access'])
    await world.sql(`do $$ begin
      if exists (select from ${table} where session_id = '${second.sessionId}') then raise 'kept'; end if;
    end $$`)
})

test('[download R4] a code that was fetched before its customer left brings nobody in', async () => {
  const { sessionId, customer, cust, rep } = await startPair(world, rita)
  const code = await codeOf(customer)
  await cust.command('session.leave', { sessionId })
  await rep.event('session.left')
  expect((await handIn(code)).status).toBe(404)
  await rep.command('session.end', { sessionId })
})

test('[download R4] [wire R9] a representative’s program goes with the sign-in that brought it, and comes back by no ticket', async () => {
  const rhea = await world.person(ada, 'Rhea')
  const { sessionId } = await startPair(world, rhea)
  const program = await Program.broughtBy(rhea, sessionId)
  const line = await program.connect()
  await rhea.call('POST', '/api/v1/account/sign-out')
  expect((await line.next('goodbye')).error.code).toBe('account.signed-out')
  expect(await line.closed).toBe(1008)
  expect(await program.ticket()).toBeUndefined()
})

/** Puts a built file where the server looks for it, and what its maker wrote down of it. */
function build(content: Buffer, entry: object = {}): string {
  const sha256 = createHash('sha256').update(content).digest('hex')
  mkdirSync(world.programsFolder, { recursive: true })
  writeFileSync(join(world.programsFolder, 'manager.exe'), content)
  const about = { platform: 'win-x64', file: 'manager.exe', version: '1.2.3', size: content.length, sha256, ...entry }
  writeFileSync(join(world.programsFolder, 'files.json'), JSON.stringify([{ ...about, builtFrom: 'x' }]))
  return sha256
}
const FILES = '/api/v1/support-manager/files'
const WINDOWS = '/downloads/support-manager/win-x64'
const CODE = '0123456789ab'

test('[download R6] everyone reads which files there are, and the bytes that come are those', async () => {
  expect((await world.visitor().call('GET', FILES)).body).toEqual({ files: [] })
  expect((await world.visitor().call('GET', WINDOWS)).body.code).toBe('download.none')
  const content = Buffer.from('MZ a program\n'.repeat(9_000))
  const sha256 = build(content)
  const listed = (await world.visitor().call('GET', FILES)).body.files
  expect(listed).toEqual([
    { platform: 'win-x64', version: '1.2.3', size: content.length, sha256, builtAt: expect.any(Number), signed: false },
  ])
  const answer = await fetch(`${world.url}${WINDOWS}?code=${CODE}`)
  const headers = Object.fromEntries(answer.headers)
  expect(headers).toMatchObject({
    'content-disposition': `attachment; filename="Support-Manager-${CODE}.exe"`,
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-type': 'application/octet-stream',
    'content-length': String(content.length),
  })
  expect(Buffer.from(await answer.arrayBuffer()).equals(content)).toBe(true)
  const plain = await fetch(world.url + WINDOWS, { method: 'HEAD' })
  expect([plain.status, plain.headers.get('content-length'), plain.headers.get('content-disposition')]).toEqual([
    200,
    String(content.length),
    'attachment; filename="Support-Manager.exe"',
  ])
  expect((await world.visitor().call('GET', '/downloads/support-manager/linux-x64')).body.code).toBe('download.none')
})

test('[download R6] who was cut off gets the rest, unless there is a newer file', async () => {
  const content = Buffer.from('0123456789')
  const tag = `"${build(content)}"`
  const piece = async (headers: Record<string, string>): Promise<[number, string, string | null]> => {
    const answer = await fetch(world.url + WINDOWS, { headers })
    return [answer.status, await answer.text(), answer.headers.get('content-range')]
  }
  expect(await piece({ range: 'bytes=4-' })).toEqual([206, '456789', 'bytes 4-9/10'])
  expect(await piece({ range: 'bytes=4-5', 'if-range': tag })).toEqual([206, '45', 'bytes 4-5/10'])
  expect(await piece({ range: 'bytes=-3' })).toEqual([206, '789', 'bytes 7-9/10'])
  expect(await piece({ range: 'bytes=4-', 'if-range': '"another"' })).toEqual([200, '0123456789', null])
  expect(await piece({ range: 'bytes=10-' })).toEqual([416, '', 'bytes */10'])
  expect(await piece({ range: 'bytes=0-1,4-5' })).toEqual([200, '0123456789', null])
})

test('[download R6] F3: a file that is not what its maker wrote down is neither listed nor sent', async () => {
  const content = Buffer.from('MZ a program')
  build(content)
  writeFileSync(join(world.programsFolder, 'manager.exe'), 'MZ b program')
  expect((await world.visitor().call('GET', FILES)).body.files).toEqual([])
  expect((await world.visitor().call('GET', WINDOWS)).status).toBe(404)
  build(content, { size: content.length + 1 })
  expect((await world.visitor().call('GET', WINDOWS)).status).toBe(404)
  // A list that points out of its folder is no list.
  writeFileSync(join(world.folder, 'outside.exe'), content)
  build(content, { file: '../outside.exe' })
  expect((await world.visitor().call('GET', WINDOWS)).status).toBe(404)
  build(content)
  expect((await world.visitor().call('GET', WINDOWS)).status).toBe(200)
})

test('[download R6] F3: a file without an address gets this server’s own on the way, and the list says the hash of just that', async () => {
  const slotted = Buffer.concat([Buffer.from('MZ'), writeAddressSlot(), Buffer.alloc(90_000, 'x')])
  const built = build(slotted, { origin: null, slot: { offset: 2 } })
  const { sha256 } = (await world.visitor().call('GET', FILES)).body.files[0]
  const sent = Buffer.from(await (await fetch(world.url + WINDOWS)).arrayBuffer())
  expect(readAddressSlot(sent.subarray(2, 2 + ADDRESS_SLOT_BYTES))).toEqual({ is: 'address', origin: world.url })
  expect(createHash('sha256').update(sent).digest('hex')).toBe(sha256)
  expect(sha256).not.toBe(built)
  const rest = await fetch(world.url + WINDOWS, { headers: { range: 'bytes=50-' } })
  expect(Buffer.from(await rest.arrayBuffer()).equals(sent.subarray(50))).toBe(true)
})

test('[download R6] F3: a file that was built for another server is not offered; one for this server is sent as it is', async () => {
  build(Buffer.from('MZ a program'), { origin: 'https://other.example', slot: null })
  expect((await world.visitor().call('GET', FILES)).body.files).toEqual([])
  expect((await world.visitor().call('GET', WINDOWS)).body.code).toBe('download.none')
  const sha256 = build(Buffer.from('MZ a program'), { origin: world.url, slot: null })
  expect((await world.visitor().call('GET', FILES)).body.files[0].sha256).toBe(sha256)
})

test('[download R6] a list that nobody can read offers nothing, and stops nothing else', async () => {
  build(Buffer.from('MZ a program'))
  for (const list of ['[', '{}', '[{"platform":"win-x64"}]']) {
    writeFileSync(join(world.programsFolder, 'files.json'), list)
    expect((await world.visitor().call('GET', FILES)).body).toEqual({ files: [] })
  }
})

test('[download R5] A11: nothing of a download’s address is a path, and nothing odd gets into the file’s name', async () => {
  build(Buffer.from('MZ a program'))
  for (const name of [
    '..%2ffiles.json',
    '%2e%2e%2ffiles.json',
    '..%5cfiles.json',
    'files.json',
    'manager.exe',
    'win-x64%2f..%2ffiles.json',
    'win-x64%00',
    'WIN-X64',
    '..',
    '.',
    '%252e%252e%252ffiles.json',
  ]) {
    const answer = await world.visitor().call('GET', `/downloads/support-manager/${name}`)
    expect([name, answer.status]).toEqual([name, 404])
  }
  // No address at all.
  expect((await world.visitor().call('GET', '/downloads/support-manager/%u002e%u2215files.json')).status).toBe(400)
  for (const code of ['../../x', 'a"; filename="evil.bat', '0123456789a', '0123456789AB', '%0d%0aset-cookie:x', '']) {
    const answer = await world.visitor().call('GET', `${WINDOWS}?code=${encodeURIComponent(code)}`)
    expect([code, answer.status]).toEqual([code, 400])
  }
})

test('[download R1, R7] an administrator says no to the Support Manager: passes, files and new sessions follow, in the audit log', async () => {
  build(Buffer.from('MZ a program'))
  const before = await startPair(world, rita)
  const program = await Program.broughtBy(before.customer)
  const code = await codeOf(before.customer)
  const say = (who: Visitor, supportManagerAllowed: boolean) =>
    who.call('PATCH', '/api/v1/site', { supportManagerAllowed })
  expect((await say(rita, false)).body.code).toBe('account.forbidden')
  expect((await say(ada, false)).body).toMatchObject({ name: 'Acme Support', supportManagerAllowed: false })
  expect((await world.visitor().call('GET', '/api/v1/site')).body.supportManagerAllowed).toBe(false)
  expect((await before.customer.call('POST', PASSES, {})).body.code).toBe('download.forbidden')
  expect((await handIn(code)).status).toBe(404)
  expect(await program.ticket()).toBeUndefined()
  expect((await world.visitor().call('GET', FILES)).body.files).toEqual([])
  expect((await world.visitor().call('GET', WINDOWS)).body.code).toBe('download.forbidden')
  const { sessionId, rep } = await startPair(world, rita)
  const asked = await rep.command('consent.request', { sessionId, capability: 'desktop.control' })
  expect(asked.code).toBe('consent.support-manager-forbidden')
  const { actions } = await rep.next('events', (f) => f.events.some((e) => e.body.type === 'session.admitted'))
  expect(actions).toContain('consent.request:desktop.view')
  expect(actions).not.toContain('consent.request:desktop.control')
  // It outlasts a restart.
  await world.deskside.stop()
  await world.open()
  Object.assign(ada, { url: world.url })
  const again = world.visitor()
  expect((await again.call('GET', '/api/v1/site')).body.supportManagerAllowed).toBe(false)
  await say(ada, true)
  await say(ada, true)
  expect((await again.call('GET', '/api/v1/site')).body.supportManagerAllowed).toBe(true)
  const log = (await ada.call('GET', '/api/v1/audit?limit=50')).body.events
  const changes = log.filter((e: { action: string }) => e.action === 'site.changed')
  expect(changes.map((e: { details: string }) => JSON.parse(e.details).supportManagerAllowed)).toEqual([true, false])
})

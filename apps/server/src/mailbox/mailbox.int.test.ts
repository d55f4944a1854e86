import { CALL_WITHIN_MS, callTimes, visitingSchema } from '@deskside/protocol'
import type { FormField, Hours, MailSlot, Mailbox } from '@deskside/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ForeignPage } from '../testing/foreign-page.ts'
import { arrive, makeQueue } from '../testing/queue-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Answer, Line, Visitor } from '../testing/world.ts'

const BOTH = { visiting: visitingSchema.parse({ leaveMessage: true, callBack: true }) }
const NEITHER = { visiting: visitingSchema.parse({ leaveMessage: false, callBack: false }) }
const NEVER: Hours = { timeZone: 'UTC', week: Array.from({ length: 7 }, () => []), holidays: [] }
const FIELD = '0199ab10-0000-7000-8000-00000000000b'
const form: FormField[] = [{ id: FIELD, label: 'Contract', kind: 'text', required: true, options: [] }]

let world: ServerWorld
let ada: Visitor
let rita: Visitor & { id: string }
let otto: Visitor & { id: string }
beforeAll(async () => {
  world = await ServerWorld.start({ TRUSTED_PROXIES: '127.0.0.1' })
  ada = await world.setUp()
  rita = await world.person(ada, 'Rita')
  otto = await world.person(ada, 'Otto')
})
afterAll(() => world.stop())

let addresses = 0
const browser = (): Visitor => world.visitor(`10.3.${Math.floor(addresses / 200)}.${(addresses++ % 200) + 1}`)
const message = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  kind: 'message',
  id: crypto.randomUUID(),
  name: 'Vera',
  answers: {},
  text: 'Please write back.',
  answerBy: 'email',
  address: 'vera@example.com',
  ...more,
})
const callBack = (more: Record<string, unknown> = {}): Record<string, unknown> => ({
  kind: 'call-back',
  id: crypto.randomUUID(),
  name: 'Walt',
  phone: '+44 20 7946 0000',
  callAt: null,
  text: '',
  timeZone: 'Europe/London',
  ...more,
})
const leave = (slug: string, body: unknown, who = browser()): Promise<Answer> =>
  who.call('POST', `/api/v1/queue-entrances/${slug}/mailbox`, body)
const slotOf = async (slug: string): Promise<MailSlot> =>
  (await browser().call('GET', `/api/v1/queue-entrances/${slug}/mailbox`)).body
const messages = async (who: Visitor, query = ''): Promise<any[]> =>
  (await who.call('GET', `/api/v1/mailbox/messages?${query}`)).body.messages
const change = (who: Visitor, id: string, body: unknown): Promise<Answer> =>
  who.call('POST', `/api/v1/mailbox/messages/${id}/state`, body)
const fieldsOf = ({ body }: Answer): string[] => (body.fields ?? []).map(({ path }: { path: string }) => path)
const heard = async (line: Line, fits: (mailbox: Mailbox) => boolean): Promise<Mailbox> =>
  (await line.next('mailbox', (frame) => fits(frame.mailbox))).mailbox
const unreadIn =
  (queueId: string, unread: number, due = 0) =>
  (mailbox: Mailbox) =>
    mailbox.queues.some((queue) => queue.id === queueId && queue.unread === unread && queue.due === due)

test('[mailbox R1, R2] out of hours a message is left with the answers to the form, once nothing is wrong with it', async () => {
  const queue = await makeQueue(ada, 'shut', [rita], { ...BOTH, hours: NEVER, form })
  // Nobody can be called within hours that never come.
  expect(await slotOf('shut')).toMatchObject({ queueName: 'Queue shut', leaveMessage: true, callBack: null, form })
  expect((await leave('shut', callBack())).body.code).toBe('mailbox.not-offered')
  expect(fieldsOf(await leave('shut', message({ text: ' ' })))).toEqual(['text'])
  expect(fieldsOf(await leave('shut', message({ address: 'vera' })))).toEqual([`answers.${FIELD}`, 'address'])
  expect(fieldsOf(await leave('shut', message({ answers: { [FIELD]: 'A1' }, answerBy: 'phone' })))).toEqual(['address'])
  expect(await messages(rita, `queueId=${queue.id}`)).toEqual([])
  const hostile = '<img src=x onerror=alert(1)> \u202E=1+1'
  const body = message({ answers: { [FIELD]: hostile, [crypto.randomUUID()]: 'not asked' }, text: hostile })
  expect((await leave('shut', body)).body).toBe('null')
  expect(await messages(rita, `queueId=${queue.id}`)).toMatchObject([
    { id: body['id'], name: 'Vera', text: hostile, email: 'vera@example.com', phone: '', state: 'new', holder: null },
  ])
  expect((await messages(rita))[0].answers).toEqual([{ label: 'Contract', answer: hostile }])
})

test('[mailbox R1] a queue takes only what its administrator offers; a wrong address gets the same answer whatever it is', async () => {
  await makeQueue(ada, 'bare', [rita], NEITHER)
  expect(await slotOf('bare')).toMatchObject({ leaveMessage: false, callBack: null })
  for (const body of [message(), callBack()]) expect((await leave('bare', body)).body.code).toBe('mailbox.not-offered')
  const wrong = await leave('nothing-here', message())
  expect([wrong.status, wrong.body.code]).toEqual([404, 'queue.not-found'])
  expect((await leave('..%2fbare', message())).text).toBe(wrong.text)
  expect((await leave('NO SUCH', message())).text).toBe(wrong.text)
  expect((await browser().call('GET', '/api/v1/queue-entrances/nothing-here/mailbox')).text).toBe(wrong.text)
})

test('[mailbox R1] whoever waits leaves a message instead; their place stays until they give it up themselves', async () => {
  await makeQueue(ada, 'line', [rita], BOTH)
  const vera = browser()
  await arrive(vera, 'line', 'Vera')
  expect((await leave('line', message({ address: 'nowhere' }), vera)).status).toBe(400)
  expect((await leave('line', message(), vera)).status).toBe(200)
  expect((await vera.call('GET', '/api/v1/queue-entry')).body.is).toBe('waiting')
  expect((await vera.call('DELETE', '/api/v1/queue-entry')).body.is).toBe('gone')
})

test('[mailbox R2] a call-back has a time within the opening hours of two weeks, or comes as soon as possible', async () => {
  const now = world.clock.now()
  // Open for an hour every day, which is not now.
  const from = ((Math.floor(now / 3_600_000) + 6) % 22) * 60
  const hours: Hours = {
    timeZone: 'UTC',
    week: Array.from({ length: 7 }, () => [{ from, to: from + 60 }]),
    holidays: [],
  }
  const queue = await makeQueue(ada, 'calls', [rita], { ...BOTH, hours })
  const { callBack: offered } = await slotOf('calls')
  const times = callTimes(offered?.openings ?? [], now)
  expect(times).toHaveLength(28)
  const [first = 0, second = 0] = times
  for (const callAt of [now - 1, first - 60_000, first + 3_600_000, now + CALL_WITHIN_MS + 86_400_000])
    expect(fieldsOf(await leave('calls', callBack({ callAt })))).toEqual(['callAt'])
  expect(fieldsOf(await leave('calls', callBack({ phone: 'ring me' })))).toEqual(['phone'])
  for (const callAt of [second, null]) expect((await leave('calls', callBack({ callAt }))).status).toBe(200)
  const kept = await messages(rita, `queueId=${queue.id}`)
  expect(kept.map(({ callAt, place, phone }) => [callAt, place, phone]).sort()).toEqual([
    [first, 'Europe/London', '+44 20 7946 0000'],
    [second, 'Europe/London', '+44 20 7946 0000'],
  ])
})

test('[mailbox R3] what is sent twice is there once; an address leaves ten an hour in a queue, its network more', async () => {
  const queue = await makeQueue(ada, 'limits', [rita], BOTH)
  await makeQueue(ada, 'limits-too', [rita], BOTH)
  const body = message()
  for (let i = 0; i < 12; i += 1) expect((await leave('limits', body, world.visitor('10.4.0.1'))).status).toBe(200)
  // The same id with another text changes nothing.
  await leave('limits', { ...body, text: 'other' }, world.visitor('10.4.0.2'))
  expect((await messages(rita, `queueId=${queue.id}`)).map(({ text }) => text)).toEqual(['Please write back.'])
  const from = (address: string) => leave('limits', message(), world.visitor(address))
  for (let i = 0; i < 9; i += 1) expect((await from('10.4.0.1')).status).toBe(200)
  const refused = await from('10.4.0.1')
  expect([refused.status, refused.body.code]).toEqual([429, 'mailbox.too-many'])
  expect((await from('10.4.0.3')).status).toBe(200)
  expect((await leave('limits-too', message(), world.visitor('10.4.0.1'))).status).toBe(200)
  world.clock.turn(3_600_001)
  expect((await from('10.4.0.1')).status).toBe(200)
})

test('[mailbox R4] E1: of a queue that is not theirs a representative lists, finds, reads and changes nothing', async () => {
  const queue = await makeQueue(ada, 'ours', [rita], BOTH)
  const body = message({ text: 'For Rita alone' })
  await leave('ours', body)
  const id = String(body['id'])
  const theirs = await makeQueue(ada, 'theirs', [otto], BOTH)
  expect((await otto.call('GET', '/api/v1/mailbox')).body.queues.map((q: { id: string }) => q.id)).toEqual([theirs.id])
  for (const query of ['', `queueId=${queue.id}`, 'search=Rita']) expect(await messages(otto, query)).toEqual([])
  const path = `/api/v1/mailbox/messages/${id}`
  const nowhere = await otto.call('GET', '/api/v1/mailbox/messages/00000000-0000-4000-8000-000000000000')
  const { version } = (await rita.call('GET', path)).body
  for (const answer of [
    await otto.call('GET', path),
    await change(otto, id, { state: 'in-hand', version }),
    await otto.call('DELETE', path),
  ])
    expect([answer.status, answer.text]).toEqual([404, nowhere.text])
  expect((await messages(ada, `queueId=${queue.id}`)).map((m) => m.text)).toEqual(['For Rita alone'])
  // Out of the queue's agents, out of its mailbox.
  const { id: _id, waiting: _waiting, ...settings } = queue
  await ada.call('PUT', `/api/v1/queues/${queue.id}`, { ...settings, agentIds: [] })
  expect((await rita.call('GET', path)).status).toBe(404)
})

test('[mailbox R5, R9] a message is taken, given back and done by one at a time, and the log says by whom', async () => {
  const queue = await makeQueue(ada, 'work', [rita, otto], BOTH)
  const body = message()
  await leave('work', body)
  const id = String(body['id'])
  const { version } = (await messages(otto, `queueId=${queue.id}`))[0]
  const both = await Promise.all([rita, otto].map((who) => change(who, id, { state: 'in-hand', version })))
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(both.find(({ status }) => status === 409)?.body.code).toBe('mailbox.changed')
  const taken = both.find(({ status }) => status === 200)?.body
  expect(taken).toMatchObject({ state: 'in-hand' })
  // A colleague takes it over, on purpose.
  const over = (await change(rita, id, { state: 'in-hand', version: taken.version })).body
  expect(over.holder).toEqual({ id: rita.id, name: 'Rita' })
  const back = (await change(rita, id, { state: 'new', version: over.version })).body
  expect(back).toMatchObject({ state: 'new', holder: null })
  const done = (await change(otto, id, { state: 'done', note: ' Wrote to Vera. ', version: back.version })).body
  expect(done).toMatchObject({ state: 'done', note: 'Wrote to Vera.', holder: { name: 'Otto' } })
  expect((await change(rita, id, { state: 'done', note: 'x'.repeat(1_001), version: done.version })).status).toBe(400)
  expect(await messages(rita, `queueId=${queue.id}&state=open`)).toEqual([])
  expect(await messages(rita, `queueId=${queue.id}&state=done`)).toHaveLength(1)
  const { events } = (await ada.call('GET', '/api/v1/audit?limit=50')).body
  const lines = events.filter((e: { subject: string }) => e.subject === id).map((e: { action: string }) => e.action)
  const [left, ...rest] = lines.reverse()
  expect([left, rest]).toEqual([
    'mailbox.left',
    ['mailbox.taken', 'mailbox.taken', 'mailbox.given-back', 'mailbox.done'],
  ])
  expect(JSON.stringify(events)).not.toContain('vera@example.com')
})

test('[mailbox R6, R7] what is new and due is heard at once; a due call-back stands first until it is done', async () => {
  const queue = await makeQueue(ada, 'due', [rita], BOTH)
  const page = await rita.connect('representative')
  await heard(page, unreadIn(queue.id, 0))
  const callAt = Math.ceil((world.clock.now() + 1_200_000) / 1_800_000) * 1_800_000
  const call = callBack({ callAt })
  await leave('due', call)
  await heard(page, unreadIn(queue.id, 1))
  const letter = message()
  await leave('due', letter)
  await heard(page, unreadIn(queue.id, 2))
  const order = async () => (await messages(rita, `queueId=${queue.id}`)).map(({ id }) => id)
  expect(await order()).toEqual([letter['id'], call['id']])
  const [{ version }] = (await messages(rita, `queueId=${queue.id}`)).slice(1)
  const { version: taken } = (await change(rita, String(call['id']), { state: 'in-hand', version })).body
  await heard(page, unreadIn(queue.id, 1))
  // Its time comes, and nobody does anything.
  world.clock.turn(callAt - world.clock.now() + 2)
  await heard(page, unreadIn(queue.id, 2, 1))
  expect(await order()).toEqual([call['id'], letter['id']])
  await change(rita, String(call['id']), { state: 'done', version: taken })
  await heard(page, unreadIn(queue.id, 1))
  await page.close()
})

test('[mailbox R7] E1: who serves no queue hears of no mailbox, and an agent of others nothing of this one', async () => {
  const queue = await makeQueue(ada, 'silent', [rita], BOTH)
  const nora = await world.person(ada, 'Nora')
  const [none, page, manager] = [
    await nora.connect('representative'),
    await rita.connect('representative'),
    await ada.connect('representative'),
  ]
  await leave('silent', message())
  await heard(page, unreadIn(queue.id, 1))
  await heard(manager, unreadIn(queue.id, 1))
  expect(none.heard.some(({ t }) => t === 'mailbox')).toBe(false)
  expect((await nora.call('GET', '/api/v1/mailbox')).body).toEqual({ queues: [], changes: 0 })
  for (const line of [none, page, manager]) await line.close()
})

test('[mailbox R8, R9] messages are found by their words; a manager deletes one, and nothing personal remains', async () => {
  const queue = await makeQueue(ada, 'found', [rita], { ...BOTH, form })
  const answers = { [FIELD]: 'Contract 100%_sure' }
  const body = message({ name: 'Xenia', text: 'The needle', answers, answerBy: 'phone', address: '030 1234567' })
  await leave('found', body)
  await leave('found', message({ answers: { [FIELD]: '1' } }))
  const found = async (words: string) => messages(rita, `queueId=${queue.id}&search=${encodeURIComponent(words)}`)
  for (const words of ['xenia', 'NEEDLE', '100%_', '1234567'])
    expect([words, (await found(words)).length]).toEqual([words, 1])
  for (const words of ['100__', '%', "'; drop table mail"])
    expect((await found(words)).length).toBe(words === '%' ? 1 : 0)
  const path = `/api/v1/mailbox/messages/${String(body['id'])}`
  expect((await rita.call('DELETE', path)).status).toBe(403)
  expect((await ada.call('DELETE', path)).status).toBe(200)
  for (const who of [rita, ada]) expect((await who.call('GET', path)).status).toBe(404)
  expect(await found('xenia')).toEqual([])
  const { events } = (await ada.call('GET', '/api/v1/audit?limit=5')).body
  expect(events[0]).toMatchObject({ action: 'mailbox.deleted', subject: body['id'] })
  // Left again under the same id, by a page that never heard of its being stored, it stays deleted.
  await leave('found', body)
  expect((await ada.call('GET', path)).status).toBe(404)
})

test('[mailbox R1] G10: from another site’s page something is left where the queue lets that site, and from no other', async () => {
  const embed = { ...BOTH.visiting.embed, origins: ['https://shop.example'] }
  const queue = await makeQueue(ada, 'shop', [rita], { visiting: { ...BOTH.visiting, embed } })
  const shop = new ForeignPage(world, 'https://shop.example', '10.3.250.1')
  const path = '/api/v1/queue-entrances/shop/mailbox'
  const slot = await shop.call('GET', path)
  expect([slot.status, slot.headers.get('access-control-allow-origin')]).toEqual([200, 'https://shop.example'])
  expect((await shop.call('POST', path, message())).status).toBe(200)
  const other = new ForeignPage(world, 'https://other.example', '10.3.250.2')
  for (const answer of [await other.call('GET', path), await other.call('POST', path, message())])
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([403, null])
  expect(await messages(rita, `queueId=${queue.id}`)).toHaveLength(1)
  // What agents do with it, no page of another site reads, and none changes.
  const read = await shop.call('GET', '/api/v1/mailbox/messages', undefined, { cookie: rita.cookie })
  expect(read.headers.get('access-control-allow-origin')).toBeNull()
  const state = `/api/v1/mailbox/messages/${String((await messages(rita, `queueId=${queue.id}`))[0].id)}/state`
  const change = await shop.call('POST', state, { state: 'in-hand', version: 1 }, { cookie: rita.cookie })
  expect(change.status).toBe(403)
})

test('[mailbox R3] G10: a hostile page in many visitors’ browsers does not fill a mailbox, and keeps others out of none', async () => {
  const queue = await makeQueue(ada, 'hostile', [rita], BOTH)
  const from = async (origin: string, n: number): Promise<number> => {
    const page = new ForeignPage(world, origin, `10.5.${n}.1`)
    return (await page.call('POST', '/api/v1/queue-entrances/hostile/mailbox', message())).status
  }
  const statuses: number[] = []
  for (let n = 0; n < 35; n += 1) statuses.push(await from('https://evil.example', n))
  expect(statuses.filter((status) => status === 200)).toHaveLength(30)
  expect(statuses.slice(30)).toEqual([429, 429, 429, 429, 429])
  expect([await from('https://shop.example', 40), (await leave('hostile', message())).status]).toEqual([200, 200])
  expect(await messages(rita, `queueId=${queue.id}&limit=100`)).toHaveLength(32)
  world.clock.turn(61_000)
  expect(await from('https://evil.example', 41)).toBe(200)
})

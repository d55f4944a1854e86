import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeQueue } from '../testing/queue-place.ts'
import { ServerWorld } from '../testing/world.ts'
import type { Answer, Visitor } from '../testing/world.ts'

const MAIL = '0199ab10-0000-7000-8000-00000000000a'
const STORY = '0199ab10-0000-7000-8000-00000000000c'
const SHOP = 'https://shop.example'
const form = [
  { id: MAIL, label: 'E-mail', kind: 'email' as const, required: true, options: [] },
  { id: STORY, label: 'What happened?', kind: 'long-text' as const, required: false, options: [] },
]

let world: ServerWorld
beforeAll(async () => {
  world = await ServerWorld.start()
  const ada = await world.setUp()
  await makeQueue(ada, 'billing', [], { form })
  await makeQueue(ada, 'other', [], { form })
  await makeQueue(ada, 'picky', [], {
    form,
    visiting: {
      leaveMessage: true,
      callBack: false,
      survey: null,
      embed: { origins: ['https://picky.example'], openLabel: 'Help', closedLabel: 'Write', color: null },
    },
  })
  await makeQueue(ada, 'night', [], {
    form,
    hours: { timeZone: 'UTC', week: [[], [], [], [], [], [], []], holidays: [] },
  })
})
afterAll(() => world.stop())

const RIGHT = { name: 'Vera Visitor', [MAIL]: 'vera@example.com', [STORY]: 'It broke.\r\nTwice.' }

/** What a browser does with a form of a page, redirects not followed; of another site's page no cookie goes along. */
function send(
  visitor: Visitor,
  slug: string,
  { from = SHOP, fields = RIGHT }: { from?: string; fields?: Record<string, string> } = {},
): Promise<Answer> {
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    origin: from,
    ...(from === world.url ? {} : { cookie: '', 'sec-fetch-site': 'cross-site' }),
  }
  return visitor.call('POST', `/q/${slug}/enter`, new URLSearchParams(fields).toString(), headers)
}
const leadsTo = ({ status, headers }: Answer): [number, string | null] => [status, headers.get('location')]
const placeOf = async (visitor: Visitor) => (await visitor.call('GET', '/api/v1/queue-entry')).body

test('[queue R22] a plain form of another site gives a place, which the visitor’s own browser has on our page', async () => {
  const vera = world.visitor()
  expect(leadsTo(await send(vera, 'billing'))).toEqual([303, '/q/billing/entered'])
  expect(await placeOf(vera)).toEqual({ is: 'nowhere' })
  expect(leadsTo(await vera.call('GET', '/q/billing/entered'))).toEqual([303, '/q/billing'])
  expect(await placeOf(vera)).toMatchObject({ is: 'waiting', slug: 'billing', name: 'Vera Visitor' })
  expect([...vera.jar.keys()]).toEqual(['deskside-place'])
  const bare = world.visitor()
  expect(leadsTo(await bare.call('GET', '/q/billing/entered'))).toEqual([303, '/q/billing'])
  expect([...bare.jar]).toEqual([])
})

test('G10: a page that sends forms by itself takes nobody out of the line they wait in', async () => {
  const walt = world.visitor()
  await send(walt, 'billing')
  await walt.call('GET', '/q/billing/entered')
  const before = new Map(walt.jar)
  await send(walt, 'other')
  await walt.call('GET', '/q/other/entered')
  expect(await placeOf(walt)).toMatchObject({ is: 'waiting', slug: 'billing' })
  expect(walt.jar).toEqual(before)
  // Nor does what it made wait on.
  const next = world.visitor()
  await send(next, 'other', { from: world.url })
  expect(await placeOf(next)).toMatchObject({ slug: 'other', position: 1 })
})

test('G10: from a page that may not carry the button, or that hides where it is, the visitor sends it once more', async () => {
  for (const [slug, from] of [
    ['picky', SHOP],
    ['picky', 'https://picky.example.evil.example'],
    ['billing', 'null'],
  ] as const) {
    const page = await send(world.visitor(), slug, { from })
    expect([slug, from, page.status, page.headers.getSetCookie()]).toEqual([slug, from, 200, []])
    expect(page.text).toContain('value="Vera Visitor"')
  }
  expect(leadsTo(await send(world.visitor(), 'picky', { from: 'https://picky.example' }))[0]).toBe(303)
})

test('[queue R2] a mistake comes back as the form with everything that was typed, as text', async () => {
  const fields = { name: '<b>Vera</b> "V"', [MAIL]: 'vera at home', [STORY]: '</textarea><script>alert(1)</script>' }
  const page = await send(world.visitor(), 'billing', { fields })
  expect([page.status, page.headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8'])
  expect(page.text).toContain('Write an e-mail address such as')
  expect(page.text).toContain('value="&lt;b&gt;Vera&lt;/b&gt; &quot;V&quot;"')
  expect(page.text).toContain('\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;</textarea>')
  expect(page.text).not.toContain('<script')
  expect(page.headers.get('referrer-policy')).toBe('same-origin')
  // Mended, it is sent from our own page, which has its cookies.
  const vera = world.visitor()
  expect(leadsTo(await send(vera, 'billing', { from: world.url }))).toEqual([303, '/q/billing'])
  expect(await placeOf(vera)).toMatchObject({ is: 'waiting', slug: 'billing' })
})

test('[queue R1] out of hours the form leads to the page that says when it opens, and at no queue to none', async () => {
  expect(leadsTo(await send(world.visitor(), 'night'))).toEqual([303, '/q/night'])
  expect((await send(world.visitor(), 'nowhere')).status).toBe(404)
  expect((await send(world.visitor(), '%00')).status).toBe(404)
})

test('[queue R21] forms from one address are as limited as its buttons, and what was typed is not lost then', async () => {
  const sent: Answer[] = []
  for (let each = 0; each < 12; each += 1) sent.push(await send(world.visitor(), 'billing'))
  const last = sent.at(-1)
  expect(last?.status).toBe(429)
  expect(last?.text).toContain('Wait a moment and try again.')
  expect(last?.text).toContain('value="Vera Visitor"')
})

test('what is no form is not read', async () => {
  const headers = { 'content-type': 'application/json', origin: SHOP }
  const answer = await world.visitor().call('POST', '/q/billing/enter', { name: 'Vera' }, headers)
  expect(answer.status).toBe(400)
  const multipart = { 'content-type': 'multipart/form-data; boundary=x', origin: SHOP }
  expect((await world.visitor().call('POST', '/q/billing/enter', '--x--', multipart)).status).toBe(400)
})

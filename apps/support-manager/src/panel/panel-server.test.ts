import { request } from 'node:http'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ARMING_MS } from './arming.ts'
import type { PanelNews } from './panel-news.ts'
import { PanelRefusal, createPanelServer } from './panel-server.ts'
import type { PanelServer } from './panel-server.ts'
import type { PanelAction } from './panel-state.ts'
import { clipboardQuestion, controlQuestion, feedState, joined } from './testing/fed-state.ts'

interface Reply {
  readonly status: number
  readonly headers: IncomingMessage['headers']
  readonly body: string
}
interface Call {
  readonly method?: string
  readonly path?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: unknown
}

let state = feedState(joined)
let done: PanelAction[] = []
let attended: boolean[] = []
let troubles: unknown[] = []
let clock = 0
let failWith: Error | undefined
/** What the program waits for before it has done something, and how often it began. */
let wait: Promise<void> | undefined
let begun = 0
let server: PanelServer
let port = 0

beforeEach(async () => {
  state = feedState(joined)
  ;[done, attended, troubles] = [[], [], []]
  clock = 1_000
  failWith = undefined
  wait = undefined
  begun = 0
  server = await createPanelServer({
    state,
    act: async (action) => {
      begun += 1
      await wait
      if (failWith) throw failWith
      done.push(action)
    },
    page: '<!doctype html><style>p{}</style><script>0</script>',
    onAttended: (now) => attended.push(now),
    onTrouble: (error) => troubles.push(error),
    now: () => clock,
  })
  port = Number(new URL(server.newAddress()).port)
})
afterEach(() => server.close())

/** Opens a response and leaves its body to the caller; `host` and all other headers as told. */
function open({ method = 'GET', path = '/', headers = {}, body }: Call): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, resolve)
    outgoing.on('error', reject)
    outgoing.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  })
}
async function call(what: Call): Promise<Reply> {
  const response = await open(what)
  let body = ''
  for await (const piece of response.setEncoding('utf8')) body += String(piece)
  return { status: response.statusCode ?? 0, headers: response.headers, body }
}

/** What the page's own calls carry. */
const own = (): OutgoingHttpHeaders => ({
  origin: `http://127.0.0.1:${port}`,
  'content-type': 'application/json',
  'x-deskside-panel': '1',
})
const keyOf = (address: string): string => new URL(address).hash.slice(1)
const swap = (key: string, headers = own()): Promise<Reply> =>
  call({ method: 'POST', path: '/swap', headers, body: { key } })

/** A page that has the say. */
class Page {
  readonly key: string
  readonly #lines: AsyncIterator<string>
  readonly #stream: IncomingMessage

  private constructor(key: string, stream: IncomingMessage) {
    this.key = key
    this.#stream = stream
    this.#lines = createInterface({ input: stream })[Symbol.asyncIterator]()
  }
  static async open(): Promise<Page> {
    const { key } = JSON.parse((await swap(keyOf(server.newAddress()))).body) as { key: string }
    const headers = { authorization: `Bearer ${key}`, 'x-deskside-panel': '1' }
    return new Page(key, await open({ path: '/news', headers }))
  }
  async next(): Promise<PanelNews | undefined> {
    const { done: over, value } = await this.#lines.next()
    return over ? undefined : (JSON.parse(value) as PanelNews)
  }
  act(action: unknown, headers: OutgoingHttpHeaders = own()): Promise<Reply> {
    return call({
      method: 'POST',
      path: '/act',
      headers: { ...headers, authorization: `Bearer ${this.key}` },
      body: action,
    })
  }
  leave(): void {
    this.#stream.destroy()
  }
}
const allow = { do: 'allow', questionId: clipboardQuestion.id, everything: false }

describe('who gets in', () => {
  test('the key is 192 bits, in the fragment, on the loopback address', () => {
    expect(server.newAddress()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#[\w-]{32}$/)
  })

  test('the page may be framed by nobody, runs its own script only, and is not kept', async () => {
    const { status, headers } = await call({})
    expect(status).toBe(200)
    expect(headers['cache-control']).toBe('no-store')
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-/)
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('unsafe')
  })

  test.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]'])(
    'a name that only leads here is refused before anything else: Host %s',
    async (host) => {
      expect((await call({ headers: { host } })).status).toBe(421)
      const key = keyOf(server.newAddress())
      expect((await swap(key, { ...own(), host })).status).toBe(421)
      expect((await swap(key)).status).toBe(200)
    },
  )

  test('a key leads in once; a wrong one, an empty one and one that was replaced never', async () => {
    const first = keyOf(server.newAddress())
    const second = keyOf(server.newAddress())
    for (const wrong of [first, '', 'x'.repeat(32), `${second}=`]) expect((await swap(wrong)).status).toBe(403)
    expect((await swap(second)).status).toBe(200)
    expect((await swap(second)).status).toBe(403)
  })

  test('a page of another origin is refused, whatever it says, and its try does not use the key up', async () => {
    const key = keyOf(server.newAddress())
    const { origin: _origin, ...without } = own()
    const tries: OutgoingHttpHeaders[] = [
      { ...own(), origin: 'https://evil.example' },
      { ...own(), origin: 'null' },
      { ...own(), origin: `http://localhost:${port}` },
      { ...own(), 'sec-fetch-site': 'cross-site' },
      { ...own(), 'sec-fetch-site': 'same-site' },
      without,
    ]
    for (const headers of tries) expect((await swap(key, headers)).status).toBe(403)
    expect((await swap(key)).status).toBe(200)
  })

  test('a form cannot speak for the page: the header and JSON are needed', async () => {
    const page = await Page.open()
    const { 'x-deskside-panel': _header, ...bare } = own()
    expect((await page.act({ do: 'stop-all' }, bare)).status).toBe(403)
    expect((await page.act({ do: 'stop-all' }, { ...own(), 'content-type': 'text/plain' })).status).toBe(415)
    expect(done).toEqual([])
    expect((await page.act({ do: 'stop-all' })).status).toBe(204)
    expect(done).toEqual([{ do: 'stop-all' }])
  })

  test('without the key of the page that has the say nothing is told and nothing done', async () => {
    await Page.open()
    for (const authorization of ['', 'Bearer ', `Bearer ${'x'.repeat(32)}`, `Bearer ${keyOf(server.newAddress())}`]) {
      expect((await call({ path: '/news', headers: { ...own(), authorization } })).status).toBe(401)
      const reply = await call({
        method: 'POST',
        path: '/act',
        headers: { ...own(), authorization },
        body: { do: 'quit' },
      })
      expect(reply.status).toBe(401)
    }
    expect(done).toEqual([])
  })

  test('no other origin may ask what it may send, and other ways of asking lead nowhere', async () => {
    const asks = {
      host: `127.0.0.1:${port}`,
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-deskside-panel',
    }
    const { status, headers } = await call({ method: 'OPTIONS', path: '/act', headers: asks })
    expect(status).toBe(403)
    expect(headers['access-control-allow-origin']).toBeUndefined()
    const page = await Page.open()
    const known = { ...own(), authorization: `Bearer ${page.key}` }
    for (const what of [
      { path: '/act' },
      { method: 'POST', path: '/news' },
      { path: '/etc/passwd' },
      { method: 'PUT', path: '/act' },
    ])
      expect((await call({ ...what, headers: known })).status).toBe(404)
  })
})

describe('one page has the say', () => {
  test('a second page takes over: the first is told, and can do nothing more', async () => {
    const first = await Page.open()
    expect(await first.next()).toMatchObject({ t: 'state' })
    const second = await Page.open()
    expect(await first.next()).toEqual({ t: 'taken-over' })
    expect(await first.next()).toBeUndefined()
    expect((await first.act({ do: 'quit' })).status).toBe(401)
    expect((await second.act({ do: 'quit' })).status).toBe(204)
    expect(await second.next()).toMatchObject({ t: 'state' })
  })

  test('a page that is loaded again swaps its key for the next, and only once', async () => {
    const page = await Page.open()
    const again = await swap(page.key)
    expect(again.status).toBe(200)
    expect((await swap(page.key)).status).toBe(403)
    expect((await page.act({ do: 'quit' })).status).toBe(401)
  })

  test('C10: a page that is gone is noticed, so that nothing goes on unseen', async () => {
    expect(server.attended()).toBe(false)
    const page = await Page.open()
    await page.next()
    expect(server.attended()).toBe(true)
    page.leave()
    await expect.poll(() => attended).toEqual([true, false])
    expect(server.attended()).toBe(false)
  })

  test('the page is told of every change, whole', async () => {
    const page = await Page.open()
    expect(await page.next()).toEqual({ t: 'state', state: joined })
    state.patch({ questions: [clipboardQuestion] })
    expect(await page.next()).toEqual({ t: 'state', state: { ...joined, questions: [clipboardQuestion] } })
  })
})

test('a page that reads slowly gets the newest state next, and no pile of old ones', async () => {
  const { key } = JSON.parse((await swap(keyOf(server.newAddress()))).body) as { key: string }
  const stream = await open({ path: '/news', headers: { authorization: `Bearer ${key}`, 'x-deskside-panel': '1' } })
  const big = 'x'.repeat(100_000)
  for (let unread = 1; unread <= 500; unread += 1) state.patch({ siteName: big, unread })
  const numbers: number[] = []
  for await (const line of createInterface({ input: stream })) {
    numbers.push((JSON.parse(line) as { state: { unread: number } }).state.unread)
    if (numbers.at(-1) === 500) break
  }
  expect(numbers.length).toBeLessThan(100)
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
})

describe('what may be done', () => {
  const early = 'Please read the question first, then answer.'
  const sentence = (reply: Reply): unknown => (JSON.parse(reply.body) as { sentence?: unknown }).sentence

  test('C5: a question cannot be allowed before it was in sight for 1.5 s, whatever the page says; no is always taken', async () => {
    const page = await Page.open()
    await page.next()
    state.patch({ questions: [clipboardQuestion] })
    await page.next()
    clock += ARMING_MS - 1
    const reply = await page.act(allow)
    expect([reply.status, sentence(reply)]).toEqual([409, early])
    expect((await page.act({ do: 'decline', questionId: clipboardQuestion.id })).status).toBe(204)
    clock += 1
    expect((await page.act(allow)).status).toBe(204)
    expect(done.map((action) => action.do)).toEqual(['decline', 'allow'])
  })

  test('C5: time during which no page shows the question does not count, and a page that takes over begins anew', async () => {
    state.patch({ questions: [clipboardQuestion] })
    clock += 60_000
    const first = await Page.open()
    await first.next()
    expect((await first.act(allow)).status).toBe(409)
    clock += ARMING_MS
    const second = await Page.open()
    await second.next()
    expect((await second.act(allow)).status).toBe(409)
    clock += ARMING_MS
    expect((await second.act(allow)).status).toBe(204)
  })

  test('C5: a question that waits behind another is not in sight, and begins anew when its turn comes', async () => {
    state.patch({ questions: [controlQuestion, clipboardQuestion] })
    const page = await Page.open()
    await page.next()
    clock += 60_000
    expect((await page.act(allow)).status).toBe(409)
    state.patch({ questions: [clipboardQuestion] })
    await page.next()
    expect((await page.act(allow)).status).toBe(409)
    clock += ARMING_MS
    expect((await page.act(allow)).status).toBe(204)
  })

  test('C5: a question for which the session shows no dialog is not in sight', async () => {
    state.patch({ phase: 'ended', questions: [clipboardQuestion] })
    const page = await Page.open()
    await page.next()
    clock += 60_000
    expect((await page.act(allow)).status).toBe(409)
    expect(done).toEqual([])
  })

  test('only what is asked for can be allowed: its own choices, "everything" where it stands, in time', async () => {
    state.patch({ questions: [controlQuestion] })
    const page = await Page.open()
    await page.next()
    clock += ARMING_MS
    const wish = { do: 'allow', questionId: controlQuestion.id, everything: true }
    expect((await page.act(wish)).status).toBe(409)
    expect((await page.act({ ...wish, choice: 'HDMI-9' })).status).toBe(409)
    state.patch({ questions: [{ ...controlQuestion, everythingOffered: false }] })
    expect((await page.act({ ...wish, choice: 'DP-2' })).status).toBe(409)
    state.patch({ questions: [{ ...controlQuestion, expiresAt: 1 }] })
    expect((await page.act({ ...wish, choice: 'DP-2' })).status).toBe(409)
    state.patch({ questions: [{ ...controlQuestion, choices: undefined }] })
    expect((await page.act({ ...wish, choice: 'DP-2' })).status).toBe(409)
    expect(done).toEqual([])
    state.patch({ questions: [controlQuestion] })
    expect((await page.act({ ...wish, choice: 'DP-2' })).status).toBe(204)
    expect(done).toEqual([{ ...wish, choice: 'DP-2' }])
  })

  test.each([
    '',
    '{',
    '[]',
    'null',
    { do: 'format-disk' },
    { do: 'allow', questionId: 'q' },
    { do: 'allow', questionId: 'q', everything: 'yes' },
    { do: 'stop-all', extra: 1 },
    { do: 'say', text: '   ' },
    { do: 'say', text: 'x'.repeat(4_001) },
    { do: 'join', code: '' },
    '{"do":"stop-all","__proto__":{"x":1}}',
  ])('what is malformed is refused and nothing done: %j', async (body) => {
    const page = await Page.open()
    expect((await page.act(body)).status).toBe(400)
    expect(done).toEqual([])
  })

  test('a call without end is cut, even where its end would be in order', async () => {
    const page = await Page.open()
    const endless = page.act(`{"do":"stop-all"${' '.repeat(5_000_000)}}`).then(
      (reply) => reply.status,
      () => 'cut',
    )
    expect(['cut', 400]).toContain(await endless)
    expect(done).toEqual([])
  })

  test('a question is answered once, also by an impatient double click', async () => {
    state.patch({ questions: [clipboardQuestion] })
    const page = await Page.open()
    await page.next()
    clock += ARMING_MS
    let finish = (): void => undefined
    wait = new Promise((resolve) => (finish = resolve))
    const first = page.act(allow)
    await expect.poll(() => begun).toBe(1)
    expect((await page.act(allow)).status).toBe(409)
    expect((await page.act({ do: 'decline', questionId: clipboardQuestion.id })).status).toBe(409)
    finish()
    expect((await first).status).toBe(204)
    expect(done).toEqual([allow])
  })

  test('what the program refuses is said to the person, what breaks in it is not', async () => {
    const page = await Page.open()
    failWith = new PanelRefusal('This code is not valid. Check it and type it again.')
    const refused = await page.act({ do: 'join', code: 'abc' })
    expect([refused.status, sentence(refused)]).toEqual([409, failWith.message])
    expect(troubles).toEqual([])
    failWith = new Error('ENOENT: /home/carla/secret')
    const broken = await page.act({ do: 'join', code: 'abc' })
    expect([broken.status, sentence(broken)]).toEqual([500, 'That did not work. Try again.'])
    expect(troubles).toEqual([failWith])
  })
})

test('C13: after close nothing listens any more, and the page knows', async () => {
  const page = await Page.open()
  await page.next()
  await server.close()
  await server.close()
  expect(await page.next()).toEqual({ t: 'closed' })
  const answer = await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve('connected'))
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code))
  })
  expect(answer).toBe('ECONNREFUSED')
})

import { errorBody } from '@deskside/protocol'
import type { Board } from '@deskside/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BoardClient } from './board-client.ts'

const board = (now: number): Board => ({
  now,
  policy: 'with-notice',
  queues: [],
  agents: [],
  line: [],
  sessions: [],
})

/** The browser's EventSource, as far as it is used. */
class Stream extends EventTarget {
  static readonly all: Stream[] = []
  closed = false
  constructor() {
    super()
    Stream.all.push(this)
  }
  close(): void {
    this.closed = true
  }
  say(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) }))
  }
  break(): void {
    this.dispatchEvent(new Event('error'))
  }
}
const answers: Response[] = []
beforeEach(() => {
  vi.useFakeTimers()
  Stream.all.length = 0
  answers.length = 0
  vi.stubGlobal('EventSource', Stream)
  vi.stubGlobal('fetch', () =>
    Promise.resolve(answers.shift() ?? Response.json(errorBody('server.unavailable'), { status: 503 })),
  )
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('[monitor R8] shows what is pushed, and passes over what it cannot read', () => {
  const client = new BoardClient()
  client.start()
  const [stream] = Stream.all
  stream?.say(board(1))
  stream?.say('no JSON')
  stream?.say({ of: 'a newer server' })
  expect(client.state.get()).toMatchObject({ board: { now: 1 }, line: 'online' })
  client.stop()
  expect(stream?.closed).toBe(true)
})

test('[monitor R8] over a cut it keeps what it showed, says so, and comes back by itself', async () => {
  const client = new BoardClient()
  client.start()
  Stream.all[0]?.say(board(1))
  Stream.all[0]?.break()
  expect(client.state.get()).toMatchObject({ board: { now: 1 }, line: 'offline' })
  await vi.advanceTimersByTimeAsync(500)
  expect(client.state.get().line).toBe('offline')
  answers.push(Response.json(board(2)))
  await vi.advanceTimersByTimeAsync(10_000)
  expect(client.state.get()).toMatchObject({ board: { now: 2 }, line: 'online' })
  expect(Stream.all.filter(({ closed }) => !closed)).toHaveLength(1)
  client.stop()
})

test('[monitor R8] who is no manager any more is told, and it asks no more', async () => {
  const client = new BoardClient()
  client.start()
  answers.push(Response.json(errorBody('request.not-found'), { status: 404 }))
  Stream.all[0]?.break()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(client.state.get()).toMatchObject({ line: 'closed', refusal: { code: 'request.not-found' } })
  expect(Stream.all).toHaveLength(1)
})

test('[monitor R8] a line that is quiet for long is looked after, and nothing hears twice', async () => {
  const client = new BoardClient()
  client.start()
  answers.push(Response.json(board(3)))
  await vi.advanceTimersByTimeAsync(46_000)
  expect(client.state.get().board?.now).toBe(3)
  expect(Stream.all.map(({ closed }) => closed)).toEqual([true, false])
  client.stop()
})

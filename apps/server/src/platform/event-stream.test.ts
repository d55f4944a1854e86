import { once } from 'node:events'
import { get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { openEventStream } from './event-stream.ts'
import type { EventStream } from './event-stream.ts'

const app = fastify()
let stream: EventStream | undefined
app.get('/events', (_request, reply) => {
  void reply.header('x-frame-options', 'DENY')
  stream = openEventStream(reply)
})
const address = await app.listen({ port: 0, host: '127.0.0.1' })
afterEach(() => app.close())

test('[queue R4] a reader who does not read holds no backlog, and hears the latest when they read again', async () => {
  const request = get(`${address}/events`)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  expect(response.headers).toMatchObject({ 'x-frame-options': 'DENY', 'cache-control': 'no-store' })
  expect(response.headers['content-type']).toMatch(/^text\/event-stream/)
  if (!stream) throw new Error('the stream is open')
  const closed = new Promise<void>((resolve) => stream?.onClosed(resolve))
  const messages = 2_000
  const padding = 'x'.repeat(10_000)
  for (let n = 1; n <= messages; n += 1) stream.send({ n, padding })
  let text = ''
  response.on('data', (chunk: Buffer) => (text += chunk.toString()))
  stream.end()
  await once(response, 'end')
  const heard = text
    .split('\n\n')
    .filter((message) => message.startsWith('data: '))
    .map((message) => JSON.parse(message.slice(6)) as { n: number })
  expect(heard[0]?.n).toBe(1)
  expect(heard.at(-1)?.n).toBe(messages)
  expect(heard.length).toBeLessThan(messages / 2)
  request.destroy()
  await closed
})

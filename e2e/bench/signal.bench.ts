import { setTimeout as pause } from 'node:timers/promises'
import { House } from '../house.ts'
import { Closing } from './closing.ts'
import { hire, inTurns, startPair } from './crowd.ts'
import type { LivePair } from './crowd.ts'
import { Report, count, percentile } from './report.ts'

/** Sessions that one representative holds over one socket. */
const SESSIONS_EACH = 25
const WARM_UP_MS = 3_000
const MEASURED_MS = 20_000
/**
 * Live sessions, and messages a second over all of them. A customer may write a hundred messages a minute (and a hundred at
 * once), which bounds what one session can offer; at a thousand sessions everybody writes every five seconds.
 */
const LEVELS = [
  { sessions: 1, perSecond: 4 },
  { sessions: 100, perSecond: 50 },
  { sessions: 1_000, perSecond: 200 },
] as const

/** Posts at random times (exponential gaps) whatever comes back, so that a slow server does not slow its own questions. */
async function offer(pairs: readonly LivePair[], { perSecond, ms }: { perSecond: number; ms: number }) {
  const due = new Map<string, number>()
  const trips: number[] = []
  const stops = [...new Set(pairs.map((pair) => pair.representative))].map((line) =>
    line.onText((text) => {
      const now = performance.now()
      const mark = /"text":"trip (\d+)"/.exec(text)?.[1]
      const at = mark === undefined ? undefined : due.get(mark)
      if (mark === undefined || at === undefined) return
      due.delete(mark)
      trips.push(now - at)
    }),
  )
  const start = performance.now()
  let sent = 0
  for (let at = start; at < start + ms; at += (-Math.log(1 - Math.random()) * 1_000) / perSecond) {
    const wait = at - performance.now()
    if (wait > 0) await pause(wait)
    const pair = pairs[sent % pairs.length]
    if (!pair) break
    sent += 1
    // From when it is sent, not from when it was due: a timer that fires late is the generator's own fault.
    due.set(String(sent), performance.now())
    pair.customer.request('chat.post', { sessionId: pair.sessionId, to: { kind: 'everyone' }, text: `trip ${sent}` })
  }
  const took = performance.now() - start
  for (const until = Date.now() + 10_000; due.size > 0 && Date.now() < until;) await pause(20)
  stops.forEach((stop) => stop())
  return { trips, sent, lost: due.size, offered: (sent * 1_000) / took }
}

const report = new Report('signal', 'a message of one participant to the event at the other, over real sockets')
const closing = new Closing()
try {
  const house = closing.add(await House.open())
  const sessions = count(LEVELS.at(-1)?.sessions ?? 0)
  const visitors = await hire(house, Math.ceil(sessions / SESSIONS_EACH))
  const staff = await inTurns(visitors, async (visitor) => ({ visitor, line: await visitor.connect('representative') }))
  const pairs: LivePair[] = []
  for (const level of LEVELS) {
    const wanted = Math.min(count(level.sessions), sessions)
    const more = Array.from(
      { length: wanted - pairs.length },
      (_, index) => staff[(pairs.length + index) % staff.length],
    )
    pairs.push(...(await inTurns(more, (who) => startPair(house, who ?? fail()))))
    report.note(`${pairs.length} sessions are live`)
    await offer(pairs, { perSecond: level.perSecond, ms: count(WARM_UP_MS) })
    const { trips, sent, lost, offered } = await offer(pairs, { perSecond: level.perSecond, ms: count(MEASURED_MS) })
    if (lost > 0) throw new Error(`${lost} of ${sent} messages never arrived.`)
    const judged = level.sessions === 1_000
    const at = `${pairs.length} session${pairs.length === 1 ? '' : 's'}`
    report.add(
      { metric: `${at}, offered`, value: offered, unit: 'messages/s' },
      { metric: `${at}, p50`, value: percentile(trips, 0.5), unit: 'ms', ...(judged ? { target: { atMost: 5 } } : {}) },
      {
        metric: `${at}, p99`,
        value: percentile(trips, 0.99),
        unit: 'ms',
        ...(judged ? { target: { atMost: 50 } } : {}),
      },
    )
  }
  await inTurns([...staff.map(({ line }) => line), ...pairs.map(({ customer }) => customer)], (line) => line.close())
} finally {
  await closing.all()
}
report.print()

function fail(): never {
  throw new Error('Nobody is there to hold this session.')
}

import { createHash } from 'node:crypto'
import type { Challenge } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { createProofOfWork } from './proof-of-work.ts'

const turnable = () => {
  let now = 1_000_000
  return { now: () => now, after: () => () => undefined, turn: (ms: number) => void (now += ms) }
}
const bits = (challenge: string, nonce: string): number =>
  Math.clz32(createHash('sha256').update(`${challenge}.${nonce}`).digest().readUInt32BE(0))

function solve({ challenge, difficulty }: Challenge, enough = true): { challenge: string; nonce: string } {
  for (let i = 0; ; i += 1)
    if (bits(challenge, String(i)) >= difficulty === enough) return { challenge, nonce: String(i) }
}

test('[invite R6] an answer counts once, and only a right one', () => {
  const work = createProofOfWork(turnable(), 8)
  const challenge = work.challenge()
  expect(work.accept(undefined)).toBe(false)
  expect(work.accept(solve(challenge, false))).toBe(false)
  const proof = solve(challenge)
  expect(work.accept(proof)).toBe(true)
  expect(work.accept(proof)).toBe(false)
})

test('[invite R6] an answer of yesterday, of another server, or to an easier puzzle is none', () => {
  const clock = turnable()
  const work = createProofOfWork(clock, 8)
  const late = solve(work.challenge())
  clock.turn(5 * 60_000)
  expect(work.accept(late)).toBe(false)
  expect(work.accept(solve(createProofOfWork(clock, 8).challenge()))).toBe(false)
  const [salt, until, , signature] = work.challenge().challenge.split('.')
  const eased = { challenge: [salt, until, '0', signature].join('.'), difficulty: 0 }
  expect(work.accept(solve(eased))).toBe(false)
  const longer = { challenge: [salt, Number(until) + 1, '8', signature].join('.'), difficulty: 8 }
  expect(work.accept(solve(longer))).toBe(false)
  for (const challenge of ['', '...', 'a.b.c.d', 'a.9e99.0.'])
    expect(work.accept({ challenge, nonce: '0' })).toBe(false)
})

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Challenge } from '@deskside/protocol'
import type { Clock } from './clock.ts'

/** How long a challenge may be answered, in milliseconds. */
const CHALLENGE_LIFE_MS = 5 * 60_000

/**
 * Puzzles that cost a browser about a second and the server one hash. Nothing is kept for a puzzle that was given out;
 * only answered ones are remembered until they have run out, so that an answer counts once.
 */
export interface ProofOfWork {
  challenge(): Challenge
  /** True once for a right answer to a challenge of ours that has not run out. */
  accept(proof: { readonly challenge: string; readonly nonce: string } | undefined): boolean
}

export function createProofOfWork(clock: Clock, difficulty = 16): ProofOfWork {
  const key = randomBytes(32)
  const answered = new Map<string, number>()
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url')
  const forget = (now: number): void => {
    for (const [challenge, until] of answered) if (until <= now) answered.delete(challenge)
  }
  return {
    challenge() {
      const text = `${randomBytes(12).toString('base64url')}.${clock.now() + CHALLENGE_LIFE_MS}.${difficulty}`
      return { challenge: `${text}.${sign(text)}`, difficulty }
    },
    accept(proof) {
      if (!proof) return false
      const now = clock.now()
      const [salt, until, bits, signature] = proof.challenge.split('.')
      if (!salt || !until || !bits || !signature || answered.has(proof.challenge)) return false
      if (!equal(signature, sign(`${salt}.${until}.${bits}`)) || Number(until) <= now) return false
      if (zeroBits(createHash('sha256').update(`${proof.challenge}.${proof.nonce}`).digest()) < Number(bits))
        return false
      forget(now)
      answered.set(proof.challenge, Number(until))
      return true
    },
  }
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/** How many bits at the front of a hash are zero. */
function zeroBits(hash: Buffer): number {
  const byte = hash.findIndex((b) => b !== 0)
  if (byte === -1) return hash.length * 8
  return byte * 8 + Math.clz32(hash[byte] ?? 0) - 24
}

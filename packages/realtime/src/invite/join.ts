import { challengeSchema, customerStandingSchema } from '@deskside/protocol'
import type { Challenge, CustomerStanding, JoinBody } from '@deskside/protocol'
import { ApiError } from '../signal/api-error.ts'
import { callApi } from '../signal/api.ts'

/** Tries between looks at whether somebody cancelled. */
const BATCH = 512

/**
 * Solves a proof of work: a nonce with which SHA-256 of `<challenge>.<nonce>` begins with `difficulty` zero bits. About a
 * second of an ordinary computer.
 */
export async function solveChallenge(
  { challenge, difficulty }: Challenge,
  options: { readonly signal?: AbortSignal } = {},
): Promise<{ challenge: string; nonce: string }> {
  const encoder = new TextEncoder()
  for (let start = 0; ; start += BATCH) {
    options.signal?.throwIfAborted()
    const nonces = Array.from({ length: BATCH }, (_, index) => (start + index).toString(36))
    const hashes = await Promise.all(
      nonces.map((nonce) => crypto.subtle.digest('SHA-256', encoder.encode(`${challenge}.${nonce}`))),
    )
    const found = hashes.findIndex((hash) => zeroBits(new Uint8Array(hash)) >= difficulty)
    const nonce = nonces[found]
    if (nonce !== undefined) return { challenge, nonce }
  }
}

function zeroBits(hash: Uint8Array): number {
  const byte = hash.findIndex((b) => b !== 0)
  return byte === -1 ? hash.length * 8 : byte * 8 + Math.clz32(hash[byte] ?? 0) - 24
}

/**
 * Knocks by number or link. Where the server asks for a proof of work it is solved here; `onChallenge` is told.
 * @throws ApiError, for instance `invite.not-valid`.
 */
export async function joinSession(body: JoinBody, onChallenge?: () => void): Promise<CustomerStanding> {
  const knock = (more: Partial<JoinBody>): Promise<CustomerStanding> =>
    callApi({ method: 'POST', path: '/api/v1/join', body: { ...body, ...more }, answer: customerStandingSchema })
  try {
    return await knock({})
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invite.challenge') throw error
    onChallenge?.()
    return knock({ proof: await solveChallenge(challengeSchema.parse(error.details)) })
  }
}

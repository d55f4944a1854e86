import type { JoinBody } from '@deskside/protocol'
import type { Clock } from '../platform/clock.ts'
import { AppError } from '../platform/errors.ts'
import { addressKeys, createFailureCounter } from '../platform/failure-counter.ts'
import type { ProofOfWork } from '../platform/proof-of-work.ts'

/** Wrong numbers until every try needs a proof of work, too (invite R6). */
const LIMITS = { own: 10, network: 100, site: 60 } as const
/** Knocks with one number until every further one needs a proof of work, too (invite R9). */
const KNOCKS = 10
const TEN_MINUTES_MS = 10 * 60_000

export interface Attempt {
  /** The number or link was right, or nobody could tell: it does not count as wrong. */
  takeBack(): void
  /** Somebody knocks with an invitation. @throws AppError invite.challenge when many have and this one brought no proof. */
  knock(invitationId: string): void
}

/** Slows whoever guesses or floods, and only them where it can be told; never shuts anyone out (invite R6, THREATS D9). */
export interface GuessGuard {
  /** Counts as wrong until it is taken back: a thousand tries at once are a thousand tries. @throws AppError invite.challenge */
  attempt(proof: JoinBody['proof'], address: string): Attempt
}

export function createGuessGuard({ clock, proofOfWork }: { clock: Clock; proofOfWork: ProofOfWork }): GuessGuard {
  const byAddress = createFailureCounter(clock, TEN_MINUTES_MS)
  const bySite = createFailureCounter(clock, 60_000)
  const knocks = createFailureCounter(clock, TEN_MINUTES_MS)
  return {
    attempt(proof, address) {
      const { own, network } = addressKeys(address)
      let proven = false
      const demandProof = (): void => {
        proven ||= proofOfWork.accept(proof)
        if (!proven) throw new AppError('invite.challenge', { details: proofOfWork.challenge() })
      }
      const quiet =
        byAddress.count(own) < LIMITS.own &&
        byAddress.count(network) < LIMITS.network &&
        bySite.count('site') < LIMITS.site
      if (!quiet) demandProof()
      byAddress.add(own)
      byAddress.add(network)
      bySite.add('site')
      return {
        takeBack() {
          byAddress.takeBack(own)
          byAddress.takeBack(network)
          bySite.takeBack('site')
        },
        knock(invitationId) {
          if (knocks.count(invitationId) >= KNOCKS) demandProof()
          knocks.add(invitationId)
        },
      }
    },
  }
}

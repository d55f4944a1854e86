import type { WaitingVisitor } from '@deskside/protocol'
import { AppError } from '../platform/errors.ts'
import { beginSession } from './beginning.ts'
import type { BeginParts } from './beginning.ts'

export interface Choosing {
  /** Who waits in a queue whose agents may choose. @throws AppError queue.not-found, also for a queue of others (THREATS E1). */
  waitingIn(queueId: string, userId: string): Promise<WaitingVisitor[]>
  /** Takes somebody out of the line (queue R18). @returns the session that begins. @throws AppError queue.not-found, queue.offer-gone */
  choose(entryId: string, agent: { readonly userId: string; readonly name: string }): Promise<string>
}

export function createChoosing(parts: BeginParts, moved: () => void): Choosing {
  const { store, clock } = parts
  /** Whom they may take; the session that they took them into already. */
  const chosenBy = async (entryId: string, agentId: string) => {
    const entry = await store.choosable(entryId, agentId)
    // Somebody of a queue that is not theirs, and nobody at all, look the same.
    if (!entry) throw new AppError('queue.not-found')
    if (entry.state === 'waiting') return { accepted: entry.accepted }
    if (entry.agentId === agentId && entry.sessionId) return { sessionId: entry.sessionId }
    throw new AppError('queue.offer-gone')
  }
  return {
    async waitingIn(queueId, userId) {
      if (!(await store.mayChoose(queueId, userId))) throw new AppError('queue.not-found')
      return store.waitingIn(queueId, userId)
    },
    async choose(entryId, agent) {
      const handedOver = await parts.transfer.choose(entryId, agent)
      if (handedOver !== undefined) return handedOver
      const entry = await chosenBy(entryId, agent.userId)
      if (entry.sessionId !== undefined) return entry.sessionId
      try {
        const sessionId = await beginSession(parts, {
          agent,
          accepted: entry.accepted,
          action: 'queue.chosen',
          take: (within, into) => store.choose(within, { entryId, agentId: agent.userId, ...into }, clock.now()),
        })
        moved()
        return sessionId
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== 'queue.offer-gone') throw error
        // The same click, sent twice at once, is no refusal (queue R12).
        const now = await chosenBy(entryId, agent.userId)
        if (now.sessionId === undefined) throw error
        return now.sessionId
      }
    },
  }
}

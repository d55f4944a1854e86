import { Heap } from '../queue/heap.ts'
import type { QueueWorld } from './queue-world.ts'
import { exponential, randomFrom } from './random.ts'

interface Load {
  readonly world: QueueWorld
  readonly seed: number
  readonly arrivals: number
  /** Mean time between two arrivals, in milliseconds of the virtual clock. */
  readonly everyMs: number
  /** Mean time that a session takes, in milliseconds. */
  readonly handleMs: number
  /** Which queue the next one enters; drawn with a number from 0 up to 1. */
  readonly queueOf: (drawn: number) => string
}

/** How one visitor fared. */
export interface Fared {
  readonly queueId: string
  readonly enteredAt: number
  readonly waited: number
  readonly handled: number
  readonly agentId: string
}

/**
 * Visitors come by chance, and agents accept at once; in the order in which they came. Each visitor's numbers are drawn when
 * they come, so they are the same whoever helps them.
 */
export function runLoad({ world, seed, arrivals, everyMs, handleMs, queueOf }: Load): readonly Fared[] {
  const random = randomFrom(seed)
  const coming: { readonly queueId: string; readonly enteredAt: number; readonly handled: number }[] = []
  const fared: Fared[] = []
  const ends = new Heap<{ readonly at: number; readonly entryId: string }>((a, b) => a.at < b.at)

  const settle = (): void => {
    // Once somebody accepted, who had heard of the same visitor is free for the next.
    for (let offers = world.settle(); offers.length > 0; offers = world.settle()) {
      for (const { entryId, agentId } of offers) {
        if (!world.waiting.has(entryId)) continue
        world.accept({ entryId, agentId })
        const visitor = coming[Number(entryId)]
        if (!visitor) throw new Error('somebody was offered who never came')
        ends.push({ at: world.now + visitor.handled, entryId })
        fared[Number(entryId)] = { ...visitor, waited: world.now - visitor.enteredAt, agentId }
      }
    }
  }
  /** As the server by its timer: only where time alone changes something. */
  const timed = [...world.queues.values()].some(({ wrapUpMs, needs }) => wrapUpMs > 0 || needs.length > 0)
  const wakeUntil = (until: number): void => {
    for (let at = timed ? world.wakesAt : undefined; at !== undefined && at <= until; at = world.wakesAt) {
      world.now = at
      settle()
    }
  }
  const endUntil = (until: number): void => {
    for (let next = ends.pop(); next; next = ends.pop()) {
      wakeUntil(Math.min(next.at, until))
      if (next.at > until) return ends.push(next)
      // Whom the timer brought to an agent may be done sooner than the one who was next.
      if (ends.first && ends.first.at < next.at) {
        ends.push(next)
        continue
      }
      world.now = next.at
      world.end(next.entryId)
      settle()
    }
  }

  for (let n = 0, at = 0; n < arrivals; n += 1) {
    at += exponential(random, everyMs)
    endUntil(at)
    wakeUntil(at)
    world.now = at
    const visitor = { queueId: queueOf(random()), enteredAt: at, handled: exponential(random, handleMs) }
    coming.push(visitor)
    world.arrive(String(n), visitor.queueId)
    settle()
  }
  endUntil(Infinity)
  return fared
}

/** The same by hand (Kiefer and Wolfowitz, 1955): each in turn takes the place that becomes free first. */
export function waitsInOneLine(
  visitors: readonly Pick<Fared, 'enteredAt' | 'handled'>[],
  agents: number,
): readonly number[] {
  const freeAt = new Heap<number>((a, b) => a < b)
  for (let n = 0; n < agents; n += 1) freeAt.push(0)
  return visitors.map(({ enteredAt, handled }) => {
    const begins = Math.max(enteredAt, freeAt.pop() ?? 0)
    freeAt.push(begins + handled)
    return begins - enteredAt
  })
}

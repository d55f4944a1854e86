import { Heap } from './heap.ts'
import type { Distribution } from './settings.ts'

/** An available agent while offers are made: each offer takes of their room and ends their idleness. */
export interface Taker {
  readonly id: string
  readonly name: string
  /** Levels by the skill's key. */
  readonly skills: ReadonlyMap<string, number>
  room: number
  idleSince: number | undefined
}

/** Who has neither a session nor an offer can take one visitor, however heavy (queue R14). */
const fits = ({ room, idleSince }: Taker, weight: number): boolean =>
  room >= weight || (room >= 1 && idleSince !== undefined)

/** Whose turn it is in one queue (queue R10), over several visitors in one go. */
export interface Turn {
  /** Who hears of the next visitor: of those with room whom `may` lets pass one, or all where everybody hears; empty if there is none. */
  pick(may: (taker: Taker) => boolean): readonly Taker[]
}

/** Who was offered somebody in the queue's name last; whoever picks moves it. */
export interface Pointer {
  last: Named | undefined
}

export interface TurnFacts {
  readonly distribution: Distribution
  /** All who could be asked, in any order. */
  readonly takers: readonly Taker[]
  readonly pointer: Pointer
  /** How much of an agent's room each visitor takes. */
  readonly weight: number
}

export function turnOf({ distribution, takers, pointer, weight }: TurnFacts): Turn {
  const withRoom = takers.filter((taker) => fits(taker, weight))
  switch (distribution) {
    case 'everybody':
      return new Everybody(withRoom, weight)
    case 'most-idle':
      return new MostIdle(withRoom, weight)
    case 'round-robin':
      return new RoundRobin(withRoom, { pointer, weight })
  }
}

/** The last word where two are alike. */
export const compareIds = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0

class Everybody implements Turn {
  #withRoom: readonly Taker[]
  readonly #weight: number

  constructor(takers: readonly Taker[], weight: number) {
    this.#withRoom = takers.toSorted(compareIds)
    this.#weight = weight
  }

  pick(may: (taker: Taker) => boolean): readonly Taker[] {
    if (this.#withRoom.length > 0) this.#withRoom = this.#withRoom.filter((taker) => fits(taker, this.#weight))
    return this.#withRoom.filter(may)
  }
}

interface Standing {
  readonly taker: Taker
  readonly room: number
  readonly idleSince: number | undefined
}
const standingOf = (taker: Taker): Standing => ({ taker, room: taker.room, idleSince: taker.idleSince })

/** Who has been idle the longest; after all who are idle, who has the most room. */
function goesBefore(a: Standing, b: Standing): boolean {
  if (a.idleSince !== b.idleSince) return (a.idleSince ?? Infinity) < (b.idleSince ?? Infinity)
  if (a.idleSince === undefined && a.room !== b.room) return a.room > b.room
  return a.taker.id < b.taker.id
}

class MostIdle implements Turn {
  readonly #heap = new Heap<Standing>(goesBefore)
  readonly #weight: number

  constructor(takers: readonly Taker[], weight: number) {
    for (const taker of takers) this.#heap.push(standingOf(taker))
    this.#weight = weight
  }

  pick(may: (taker: Taker) => boolean): readonly Taker[] {
    const seen: Standing[] = []
    let found: Taker | undefined
    while (found === undefined) {
      const top = this.#heap.pop()
      if (top === undefined) break
      const { taker } = top
      if (!fits(taker, this.#weight)) continue
      // They took somebody of this queue or of another since: that only moves them back.
      if (taker.room !== top.room || taker.idleSince !== top.idleSince) {
        this.#heap.push(standingOf(taker))
        continue
      }
      seen.push(top)
      if (may(taker)) found = taker
    }
    for (const standing of seen) this.#heap.push(standing)
    return found ? [found] : []
  }
}

interface Named {
  readonly id: string
  readonly name: string
}
// One language for all, so that each of several servers has the same order.
const byLetters = new Intl.Collator('en')
const compareNames = (a: Named, b: Named): number => byLetters.compare(a.name, b.name) || compareIds(a, b)

class RoundRobin implements Turn {
  readonly #takers: readonly Taker[]
  readonly #pointer: Pointer
  readonly #weight: number
  /** Where to look on from each place: at itself, or further on where its agent has no room left. */
  readonly #onFrom: number[]

  constructor(takers: readonly Taker[], { pointer, weight }: { readonly pointer: Pointer; readonly weight: number }) {
    this.#takers = takers.toSorted(compareNames)
    this.#pointer = pointer
    this.#weight = weight
    this.#onFrom = Array.from({ length: this.#takers.length + 1 }, (_, at) => at)
  }

  pick(may: (taker: Taker) => boolean): readonly Taker[] {
    const start = this.#next()
    for (const [from, to] of [
      [start, this.#takers.length],
      [0, start],
    ] as const) {
      for (let at = this.#withRoom(from); at < to; at = this.#withRoom(at + 1)) {
        const taker = this.#takers[at] as Taker
        if (may(taker)) return [taker]
      }
    }
    return []
  }

  /** The first place after the last one who was offered somebody, by halving. */
  #next(): number {
    const { last } = this.#pointer
    if (!last) return 0
    let [from, to] = [0, this.#takers.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (compareNames(this.#takers[middle] as Taker, last) > 0) to = middle
      else from = middle + 1
    }
    return from
  }

  /** The first place from `at` on whose agent has room, or the end; each look shortens the way of the next. */
  #withRoom(at: number): number {
    const onFrom = this.#onFrom
    for (;;) {
      const on = onFrom[at] as number
      if (on !== at) {
        onFrom[at] = onFrom[on] as number
        at = onFrom[at] as number
      } else if (at < this.#takers.length && !fits(this.#takers[at] as Taker, this.#weight)) {
        onFrom[at] = at + 1
      } else {
        return at
      }
    }
  }
}

import { Heap } from './heap.ts'
import type { Distribution } from './settings.ts'

/** An available agent while offers are made: each offer takes of their room and ends their idleness. */
export interface Taker {
  readonly id: string
  readonly name: string
  room: number
  idleSince: number | undefined
}

/** Whose turn it is in one queue (queue R10), over several visitors in one go. */
export interface Turn {
  /** Who hears of the next visitor: of those with room whom `may` lets pass one, or all where everybody hears; empty if there is none. */
  pick(may: (taker: Taker) => boolean): readonly Taker[]
}

export interface TurnFacts {
  readonly distribution: Distribution
  /** All who serve the queue, by id. */
  readonly takers: readonly Taker[]
  readonly last: { readonly id: string; readonly name: string } | undefined
}

export function turnOf({ distribution, takers, last }: TurnFacts): Turn {
  switch (distribution) {
    case 'everybody':
      return new Everybody(takers)
    case 'most-idle':
      return new MostIdle(takers)
    case 'round-robin':
      return new RoundRobin(takers, last)
  }
}

/** The last word where two are alike. */
export const compareIds = (a: { readonly id: string }, b: { readonly id: string }): number =>
  a.id < b.id ? -1 : a.id > b.id ? 1 : 0

class Everybody implements Turn {
  #withRoom: readonly Taker[]

  constructor(takers: readonly Taker[]) {
    this.#withRoom = takers.toSorted(compareIds)
  }

  pick(may: (taker: Taker) => boolean): readonly Taker[] {
    if (this.#withRoom.length > 0) this.#withRoom = this.#withRoom.filter(({ room }) => room > 0)
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

  constructor(takers: readonly Taker[]) {
    for (const taker of takers) if (taker.room > 0) this.#heap.push(standingOf(taker))
  }

  pick(may: (taker: Taker) => boolean): readonly Taker[] {
    const seen: Standing[] = []
    let found: Taker | undefined
    while (found === undefined) {
      const top = this.#heap.pop()
      if (top === undefined) break
      const { taker } = top
      if (taker.room < 1) continue
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
  /** Where to look on from each place: at itself, or further on where its agent has no room left. */
  readonly #onFrom: number[]
  #next = 0

  constructor(takers: readonly Taker[], last: Named | undefined) {
    this.#takers = takers.filter(({ room }) => room > 0).sort(compareNames)
    this.#onFrom = Array.from({ length: this.#takers.length + 1 }, (_, at) => at)
    if (last) while (this.#next < this.#takers.length && !this.#isAfter(last)) this.#next += 1
  }

  pick(may: (taker: Taker) => boolean): readonly Taker[] {
    const start = this.#next
    for (const [from, to] of [
      [start, this.#takers.length],
      [0, start],
    ] as const) {
      for (let at = this.#withRoom(from); at < to; at = this.#withRoom(at + 1)) {
        const taker = this.#takers[at] as Taker
        if (!may(taker)) continue
        this.#next = at + 1
        return [taker]
      }
    }
    return []
  }

  #isAfter(last: Named): boolean {
    return compareNames(this.#takers[this.#next] as Taker, last) > 0
  }

  /** The first place from `at` on whose agent has room, or the end; each look shortens the way of the next. */
  #withRoom(at: number): number {
    const onFrom = this.#onFrom
    for (;;) {
      const on = onFrom[at] as number
      if (on !== at) {
        onFrom[at] = onFrom[on] as number
        at = onFrom[at] as number
      } else if (at < this.#takers.length && (this.#takers[at] as Taker).room < 1) {
        onFrom[at] = at + 1
      } else {
        return at
      }
    }
  }
}

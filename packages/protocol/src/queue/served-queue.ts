import type { QueueRules, VisitorNeed, WaitingEntry } from './facts.ts'
import type { Distribution } from './settings.ts'
import { skillKey } from './skills.ts'
import { turnOf } from './turns.ts'
import type { Pointer, Taker, Turn } from './turns.ts'

/** A visitor as one who is to be offered: what of them decides who may take them. */
export interface Asking {
  readonly entry: WaitingEntry
  /** The needs that hold now. */
  readonly needs: readonly VisitorNeed[]
  /** Of the visitor's own queue, whoever takes them. */
  readonly weight: number
}

export type May = (taker: Taker) => boolean

/** A queue with the available agents who serve it, and whose turn it is among those who can take one kind of visitor. */
export class ServedQueue {
  readonly rules: QueueRules
  readonly #takers = new Map<string, Taker>()
  readonly #turns = new Map<string, Turn>()
  readonly #able = new Map<string, readonly Taker[]>()
  /** One for all kinds of visitors: round robin goes round once, not once for each skill. */
  readonly #pointer: Pointer

  constructor(rules: QueueRules) {
    this.rules = rules
    this.#pointer = { last: rules.lastOfferedTo }
  }

  add(taker: Taker): void {
    this.#takers.set(taker.id, taker)
  }

  get isServed(): boolean {
    return this.#takers.size > 0
  }

  has(agentId: string): boolean {
    return this.#takers.has(agentId)
  }

  /** An available agent of this queue with the skills. */
  able(agentId: string, needs: readonly VisitorNeed[]): boolean {
    const taker = this.#takers.get(agentId)
    return taker !== undefined && meets(taker, needs)
  }

  allAble(needs: readonly VisitorNeed[]): readonly Taker[] {
    const key = keyOf(needs)
    let able = this.#able.get(key)
    if (!able) {
      able = [...this.#takers.values()].filter((taker) => meets(taker, needs))
      this.#able.set(key, able)
    }
    return able
  }

  /** Of its agents who are able and have room those whom `may` lets pass and whose turn it is, by a way of choosing. */
  pick({ needs, weight }: Asking, distribution: Distribution, may: May): readonly Taker[] {
    const key = `${distribution} ${weight} ${keyOf(needs)}`
    let turn = this.#turns.get(key)
    if (!turn) {
      turn = turnOf({ distribution, takers: this.allAble(needs), pointer: this.#pointer, weight })
      this.#turns.set(key, turn)
    }
    const picked = turn.pick(may)
    this.#pointer.last = picked.at(-1) ?? this.#pointer.last
    return picked
  }
}

function meets({ skills }: Taker, needs: readonly VisitorNeed[]): boolean {
  return needs.every(({ skill, level }) => (skills.get(skillKey(skill)) ?? 0) >= level)
}

/** Who has equal ones needs the same agents. */
function keyOf(needs: readonly VisitorNeed[]): string {
  if (needs.length === 0) return ''
  return needs
    .map(({ skill, level }) => `${level}${skillKey(skill)}`)
    .sort()
    .join('\n')
}

import type { Need, Serving, VisitorNeed } from '@deskside/protocol'

/**
 * Which needs are a visitor's, a bit each in the order of the queue's settings. The database itself keeps it with each entry
 * (by a trigger, so that nobody who moves an entry can forget to), and finds by it the first in line of each kind without
 * looking at those before them whom nobody can take.
 */
export function needsOf(needs: readonly Need[], choices: Readonly<Record<string, string>>): number {
  return needs.reduce(
    (mask, { when }, index) => (when === null || choices[when.fieldId] === when.option ? mask | (1 << index) : mask),
    0,
  )
}

/** The needs that a visitor's bits stand for. */
export const needsIn = (needs: readonly Need[], mask: number): readonly VisitorNeed[] =>
  needs
    .filter((_, index) => (mask & (1 << index)) !== 0)
    .map(({ skill, level, relaxAfterSeconds }) => ({ skill, level, relaxAfterMs: inMs(relaxAfterSeconds) }))

const inMs = (seconds: number | null): number | null => (seconds === null ? null : seconds * 1_000)

/** Every combination of needs that visitors of a form can have: of one field one option, or none that needs anything. */
export function possibleNeeds(needs: readonly Need[]): readonly number[] {
  const always = needsOf(needs, {})
  const byField = Map.groupBy(
    needs.flatMap(({ when }) => (when ? [when] : [])),
    ({ fieldId }) => fieldId,
  )
  let masks = [always]
  for (const [fieldId, whens] of byField) {
    const options = [...new Set(whens.map(({ option }) => option))]
    masks = masks.flatMap((mask) => [mask, ...options.map((option) => mask | needsOf(needs, { [fieldId]: option }))])
  }
  return [...new Set(masks)]
}

/** Visitors who can be taken by the same agents, the longest wait first: those of a queue with equal needs whose wait is in a span. */
export interface Kind {
  readonly needs: number
  /** Of their waits in milliseconds; `to` is not in it. */
  readonly from: number
  readonly to: number
}

/** All kinds of visitors that a queue can have, divided where time changes who may take them (queue R11). */
export function kindsOf({
  needs,
  overflow,
  escalation,
}: Pick<Serving, 'needs' | 'overflow' | 'escalation'>): readonly Kind[] {
  return possibleNeeds(needs).flatMap((mask) => {
    const changes = [
      ...needsIn(needs, mask).map(({ relaxAfterMs }) => relaxAfterMs),
      inMs(overflow?.afterSeconds ?? null),
      inMs(escalation?.afterSeconds ?? null),
    ].filter((ms) => ms !== null)
    const edges = [-Infinity, ...[...new Set(changes)].sort((a, b) => a - b), Infinity]
    return edges.slice(1).map((to, index) => ({ needs: mask, from: edges[index] as number, to }))
  })
}

import type { Distributing, NewOffer, WaitingEntry } from './facts.ts'
import { ServedQueue } from './served-queue.ts'
import type { Asking, May } from './served-queue.ts'
import { skillKey } from './skills.ts'
import { compareIds } from './turns.ts'
import type { Taker } from './turns.ts'
import { needsNow, overflows, priorityOf } from './waits.ts'

/** Points of priority that a wait of a minute adds: after ten minutes somebody of priority 1 goes before who just came with 9. */
export const AGEING_PER_MINUTE = 0.8

/**
 * Who is to be offered to whom now (queue R5, R7 to R11), in the order in which the choices were made. Pure: the caller makes
 * it happen at once and for all, or not at all, against the same facts. Asked again with the offers that it made, it has
 * nothing to add.
 *
 * - The first in line over all queues chooses first, by its queue's way; then the next. Ties go by id.
 * - Most idle: who has been idle the longest; where nobody is, who has the most room left.
 * - Everybody: each visitor takes room of each agent who hears of them, so further visitors are offered only to those
 *   who have more.
 * - Who has the skills may be asked; who has more of them is not asked before others.
 * - Who overflows goes to an own agent where one has room. Otherwise to the other queue's, by that queue's way; where it
 *   asks everybody, to who is most idle. A queue that asks everybody itself asks all of both.
 *
 * With n waiting, m agents in k queues in all, s kinds of visitors by their skills and r offers made it takes time in the
 * order of (n + r) log n + s k log m, and of what `declinedBy` and `offeredTo` hold.
 */
export function distribute({ now, queues, waiting, agents }: Distributing): readonly NewOffer[] {
  const floor = createFloor({ now, queues, agents })
  if (floor.withRoom === 0 || waiting.length === 0) return []
  const offers: NewOffer[] = []
  for (const { asking, queue, other } of inLine(waiting, { now, floor })) {
    if (floor.withRoom === 0) break
    for (const [{ rules }, taker] of takersOf(asking, { queue, other, now })) {
      taker.room -= asking.weight
      taker.idleSince = undefined
      if (taker.room < 1) floor.withRoom -= 1
      offers.push({ entryId: asking.entry.id, agentId: taker.id, queueId: rules.id })
    }
  }
  return offers
}

interface Floor {
  readonly serving: ReadonlyMap<string, ServedQueue>
  /** Agents who can take anybody at all. */
  withRoom: number
}

function createFloor({ queues, agents }: Omit<Distributing, 'waiting'>): Floor {
  const serving = new Map(queues.map((rules) => [rules.id, new ServedQueue(rules)]))
  let withRoom = 0
  for (const agent of agents) {
    const skills = new Map(agent.skills.map(({ skill, level }) => [skillKey(skill), level]))
    const taker = { id: agent.id, name: agent.name, skills, room: agent.room, idleSince: agent.idleSince }
    if (taker.room >= 1) withRoom += 1
    for (const queueId of agent.queueIds) serving.get(queueId)?.add(taker)
  }
  return { serving, withRoom }
}

interface Standing {
  readonly queue: ServedQueue
  /** Whose agents are asked, too. */
  readonly other: ServedQueue | undefined
}
interface InLine extends Standing {
  readonly asking: Asking
  /** When they would have come had they waited out their priority. */
  readonly asIfSince: number
}

const MS_PER_PRIORITY = Math.round(60_000 / AGEING_PER_MINUTE)

function inLine(
  waiting: readonly WaitingEntry[],
  { now, floor: { serving } }: { readonly now: number; readonly floor: Floor },
): readonly InLine[] {
  const line: InLine[] = []
  for (const entry of waiting) {
    const queue = serving.get(entry.queueId)
    if (!queue) continue
    const { rules, isServed } = queue
    const spills = overflows(entry, rules, { now, served: isServed })
    const target = spills && rules.overflow ? serving.get(rules.overflow.toQueueId) : undefined
    const other = target !== queue && target?.isServed ? target : undefined
    if (!isServed && !other) continue
    const asIfSince = entry.enteredAt - priorityOf(entry, rules, now) * MS_PER_PRIORITY
    line.push({ asking: { entry, needs: needsNow(entry, now), weight: rules.weight }, queue, other, asIfSince })
  }
  return line.sort(
    (a, b) =>
      a.asIfSince - b.asIfSince ||
      a.asking.entry.enteredAt - b.asking.entry.enteredAt ||
      compareIds(a.asking.entry, b.asking.entry),
  )
}

/** Who is to hear of this one, each with the queue in whose name. */
function takersOf(
  asking: Asking,
  { queue, other, now }: Standing & { readonly now: number },
): readonly (readonly [ServedQueue, Taker])[] {
  const { distribution } = queue.rules
  if (distribution !== 'everybody' && asking.entry.offeredTo.length > 0) return []
  const may = mayHearOf(asking, { queue, other, now })
  const own = queue.pick(asking, distribution, may).map((taker) => [queue, taker] as const)
  if (!other || (distribution !== 'everybody' && own.length > 0)) return own
  const way = distribution !== 'everybody' && other.rules.distribution === 'everybody' ? 'most-idle' : undefined
  const more = other.pick(
    asking,
    way ?? (distribution === 'everybody' ? distribution : other.rules.distribution),
    (taker) => !queue.has(taker.id) && may(taker),
  )
  return [...own, ...more.map((taker) => [other, taker] as const)]
}

function mayHearOf({ entry, needs }: Asking, { queue, other, now }: Standing & { readonly now: number }): May {
  const { declinedBy, offeredTo, pauses, notFor = [] } = entry
  if (declinedBy.length + offeredTo.length + pauses.length + notFor.length === 0) return everyone
  const never = new Set(notFor)
  const apart = new Set([...offeredTo, ...notFor])
  for (const { agentId, until } of pauses) if (until > now) apart.add(agentId)
  const declines = new Map<string, number>()
  for (const id of declinedBy)
    if (!never.has(id) && (queue.able(id, needs) || other?.able(id, needs)))
      declines.set(id, (declines.get(id) ?? 0) + 1)
  const able = [...queue.allAble(needs), ...(other?.allAble(needs) ?? [])]
  // Whoever could take them and has not declined, with room or without.
  const untried = able.some(({ id }) => !declines.has(id) && !never.has(id))
  const fewest = untried ? 0 : Math.min(...declines.values())
  return ({ id }) => (declines.get(id) ?? 0) === fewest && !apart.has(id)
}

const everyone = (): boolean => true

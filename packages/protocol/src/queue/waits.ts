import type { QueueRules, VisitorNeed, WaitingEntry } from './facts.ts'

/** What a wait changes with time, and with nothing else: needs relax, the queue overflows, the visitor escalates. */

const hasWaited = ({ enteredAt }: WaitingEntry, ms: number | null, now: number): boolean =>
  ms !== null && now - enteredAt >= ms

/** The needs that hold still (queue R13). */
export function needsNow(entry: WaitingEntry, now: number): readonly VisitorNeed[] {
  if (entry.needs.length === 0) return entry.needs
  return entry.needs.filter(({ relaxAfterMs }) => !hasWaited(entry, relaxAfterMs, now))
}

function isEscalated(entry: WaitingEntry, { escalation }: QueueRules, now: number): boolean {
  return escalation !== null && hasWaited(entry, escalation.afterMs, now)
}

/** An escalation takes nobody back, whatever it says (queue R16). */
export function priorityOf(entry: WaitingEntry, rules: QueueRules, now: number): number {
  const { escalation, priority } = rules
  return escalation && isEscalated(entry, rules, now) ? Math.max(priority, escalation.priority) : priority
}

/** Whether a visitor is to be offered to another queue's agents, too (queue R15). `served`: an own agent is available. */
export function overflows(
  entry: WaitingEntry,
  { overflow, waiting }: QueueRules,
  { now, served }: { readonly now: number; readonly served: boolean },
): boolean {
  if (overflow === null) return false
  const { afterMs, whenWaiting, whenNobody } = overflow
  return (whenNobody && !served) || (whenWaiting !== null && waiting > whenWaiting) || hasWaited(entry, afterMs, now)
}

/**
 * When the choice may next be another though nothing happened: a need relaxes, somebody overflows, escalates, or may be
 * offered to who declined them. Undefined: never.
 */
export function nextChange({
  queues,
  waiting,
  now,
}: {
  readonly queues: readonly QueueRules[]
  readonly waiting: readonly WaitingEntry[]
  readonly now: number
}): number | undefined {
  const rulesOf = new Map(queues.map((rules) => [rules.id, rules]))
  let next = Infinity
  for (const entry of waiting) {
    const rules = rulesOf.get(entry.queueId)
    if (!rules) continue
    const after = (ms: number | null | undefined): void => {
      if (ms === null || ms === undefined) return
      const at = entry.enteredAt + ms
      if (at > now && at < next) next = at
    }
    for (const { relaxAfterMs } of entry.needs) after(relaxAfterMs)
    after(rules.overflow?.afterMs)
    after(rules.escalation?.afterMs)
    for (const { until } of entry.pauses) if (until > now && until < next) next = until
  }
  return next === Infinity ? undefined : next
}

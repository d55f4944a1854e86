/** Those who arrive by chance, whose help takes by chance, and who wait in one line as long as they must (M/M/c). */
export interface Staffing {
  readonly agents: number
  /** Work that arrives, in agents kept busy: arrivals a second times `handleSeconds`; less than `agents`. */
  readonly erlangs: number
  /** Mean time that a session takes. */
  readonly handleSeconds: number
}

/** What Erlang C says of them. */
export interface Waits {
  /** How likely somebody waits at all, 0 to 1. */
  readonly waitsAtAll: number
  /** Mean wait of all, those who do not wait too (average speed of answer), in seconds. */
  readonly meanSeconds: number
  /** The part that is answered within a time, 0 to 1 (service level). */
  readonly answeredWithin: (seconds: number) => number
}

/**
 * Erlang C: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance in automatic telephone
 * exchanges", 1917; in the form of R. B. Cooper, "Introduction to Queueing Theory", 2nd edition 1981, section 3.6. The loss
 * formula (Erlang B) is built up agent by agent, which no load overflows.
 */
export function erlangC({ agents, erlangs, handleSeconds }: Staffing): Waits {
  if (!(erlangs >= 0 && erlangs < agents))
    throw new RangeError('Erlang C holds only where the load is less than the agents.')
  let lost = 1
  for (let n = 1; n <= agents; n += 1) lost = (erlangs * lost) / (n + erlangs * lost)
  const waitsAtAll = (agents * lost) / (agents - erlangs * (1 - lost))
  const spare = (agents - erlangs) / handleSeconds
  return {
    waitsAtAll,
    meanSeconds: waitsAtAll / spare,
    answeredWithin: (seconds) => 1 - waitsAtAll * Math.exp(-spare * seconds),
  }
}

/** The same with patience that takes by chance. */
export interface ImpatientStaffing extends Staffing {
  /** Work that arrives, as above; more than the agents is possible, since who waits too long goes. Above 0. */
  readonly erlangs: number
  /** Mean time after which a visitor who is not answered gives up. */
  readonly patienceSeconds: number
}

/** What Erlang A says of them. */
export interface ImpatientWaits {
  /** The part that gives up, 0 to 1. */
  readonly abandoned: number
  /** The part of all who come that is answered within a time, 0 to 1: who gives up is answered in no time. */
  readonly answeredWithin: (seconds: number) => number
}

/**
 * Erlang A (M/M/n+M): C. Palm, "Research on telephone traffic carried by full availability groups", 1957; see O. Garnett, A.
 * Mandelbaum and M. Reiman, "Designing a call center with impatient customers", 2002.
 *
 * Who finds j before them waits for j + 1 departures at rates n mu + j theta, ..., n mu: the time in which j + 1 of
 * n mu / theta + j lives end, each of rate theta. Being answered within t, before the own patience ends, then has the chance
 * b / (b + j + 1) I(p; j + 1, b + 1), with b = n mu / theta, p = 1 - exp(-theta t) and I the regularised incomplete beta function.
 */
export function erlangA({ agents, erlangs, handleSeconds, patienceSeconds }: ImpatientStaffing): ImpatientWaits {
  const b = (agents * patienceSeconds) / handleSeconds
  const { atOnce, behind } = chances({ agents, erlangs, handleSeconds, patienceSeconds })
  const answeredLate = behind.reduce((sum, chance, j) => sum + (chance * b) / (b + j + 1), 0)
  return {
    abandoned: Math.max(0, 1 - atOnce - answeredLate),
    answeredWithin(seconds) {
      const inTime = betaWalk(1 - Math.exp(-seconds / patienceSeconds), b + 1)
      return behind.reduce((sum, chance, j) => sum + ((chance * b) / (b + j + 1)) * inTime(j), atOnce)
    },
  }
}

/** Parts smaller than this, as a power of e, change nothing that anybody reads. */
const NEGLIGIBLE = -34

/** How likely an arrival is answered at once, and how likely they find all agents taken and j before them, for each j. */
function chances({ agents, erlangs, handleSeconds, patienceSeconds }: ImpatientStaffing) {
  // All as logarithms against the state in which all agents have one and nobody waits: no load overflows them.
  const waiting: number[] = []
  for (let j = 0, log = 0, most = 0; log - most > NEGLIGIBLE; j += 1) {
    waiting.push(log)
    most = Math.max(most, log)
    log += Math.log(erlangs / (agents + ((j + 1) * handleSeconds) / patienceSeconds))
  }
  const free: number[] = []
  for (let n = agents, log = 0; n > 0; n -= 1) {
    log += Math.log(n / erlangs)
    free.push(log)
  }
  const most = [...waiting, ...free].reduce((a, c) => Math.max(a, c))
  const sum = (logs: readonly number[]): number => logs.reduce((total, log) => total + Math.exp(log - most), 0)
  const all = sum(waiting) + sum(free)
  return { atOnce: sum(free) / all, behind: waiting.map((log) => Math.exp(log - most) / all) }
}

/** I(p; j + 1, b) for j = 0, 1, 2, ... in turn: I(p; a + 1, b) = I(p; a, b) - p^a (1 - p)^b / (a B(a, b)). */
function betaWalk(p: number, b: number): (j: number) => number {
  let [at, value] = [0, -Math.expm1(b * Math.log1p(-p))]
  let logStep = b * Math.log1p(-p) + Math.log(p * b)
  return (j) => {
    for (; at < j; at += 1) {
      value = Math.max(0, value - Math.exp(logStep))
      logStep += Math.log((p * (b + at + 1)) / (at + 2))
    }
    return value
  }
}

/** More than anybody has. */
const MOST_AGENTS = 5_000
/** Patience of more sessions than this is as good as endless. */
const ENDLESS = 50

export interface Goal {
  /** The part that is to be answered in time, from 0 to below 1. */
  readonly share: number
  readonly seconds: number
}

/**
 * The fewest agents with whom a goal is met, one session each at a time (report R7): by Erlang C, or with `patienceSeconds` by
 * Erlang A, where who gives up counts as not answered in time. 0 where nobody comes; undefined where not even thousands would do.
 */
export function agentsNeeded(
  load: Omit<Staffing, 'agents'> & { readonly patienceSeconds?: number | undefined },
  { share, seconds }: Goal,
): number | undefined {
  const { erlangs, handleSeconds, patienceSeconds = Infinity } = load
  if (erlangs <= 0) return 0
  const isPatient = patienceSeconds > ENDLESS * handleSeconds
  const meets = (agents: number): boolean => {
    if (!isPatient) return erlangA({ agents, erlangs, handleSeconds, patienceSeconds }).answeredWithin(seconds) >= share
    return agents > erlangs && erlangC({ agents, erlangs, handleSeconds }).answeredWithin(seconds) >= share
  }
  // So many cannot be enough: agents who all work without a break answer no more than their part of the load.
  let short = isPatient ? Math.floor(erlangs) : Math.ceil(share * erlangs) - 1
  let enough = short + 1
  for (let more = 1; !meets(enough); more *= 2) {
    short = enough
    enough += more
    if (enough > MOST_AGENTS) return undefined
  }
  while (enough - short > 1) {
    const middle = Math.floor((short + enough) / 2)
    if (meets(middle)) enough = middle
    else short = middle
  }
  return enough
}

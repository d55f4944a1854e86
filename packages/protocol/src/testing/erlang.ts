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

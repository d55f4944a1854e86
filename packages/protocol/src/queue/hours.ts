import type { Hours } from './settings.ts'

export interface OpenNow {
  readonly open: boolean
  /** When that changes next, in milliseconds since 1970; null where it does not within a year. */
  readonly changesAt: number | null
}

/** Whether a queue is open at a moment (queue R1), over changes of summer time too. */
export function openAt(_hours: Hours, _at: number): OpenNow {
  return { open: true, changesAt: null }
}

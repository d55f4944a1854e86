import { expect, test } from 'vitest'
import { NO_REPORT_TALLY, agentFiguresOf, reportFiguresOf } from './figures.ts'
import type { AgentTally } from './figures.ts'

test('[report R5] with nobody to count there is no figure', () => {
  const { offered, answered, abandoned, abandonedShort, waiting, overflowed, ...figures } =
    reportFiguresOf(NO_REPORT_TALLY)
  expect([offered, answered, abandoned, abandonedShort, waiting, overflowed]).toEqual([0, 0, 0, 0, 0, 0])
  expect(new Set(Object.values(figures))).toEqual(new Set([null]))
})

test('[report R3] handling is session and finishing up; the mean time to abandon is of those who gave up', () => {
  const figures = reportFiguresOf({
    ...NO_REPORT_TALLY,
    offered: 5,
    answered: 2,
    answeredInTime: 1,
    answeredWaitMs: 60_000,
    abandoned: 2,
    abandonedShort: 1,
    abandonedWaitMs: 44_000,
    longestWaitMs: 90_000,
    waiting: 1,
    waitingLate: 1,
    handled: 2,
    sessionMs: 600_000,
    wrapUpMs: 60_000,
    onDutyMs: 3_600_000,
    occupiedMs: 900_000,
  })
  expect(figures).toMatchObject({
    serviceLevel: 1 / 5,
    averageAnswerSeconds: 30,
    averageAbandonSeconds: 22,
    longestWaitSeconds: 90,
    averageHandleSeconds: 330,
    averageSessionSeconds: 300,
    averageWrapUpSeconds: 30,
    occupancy: 0.25,
  })
})

const AGENT: AgentTally = {
  times: [],
  sessions: 0,
  handled: 0,
  sessionMs: 0,
  wrapUpMs: 0,
  helpingMs: 0,
  accepted: 0,
  declined: 0,
  missed: 0,
}

test('[report R6] occupancy leaves breaks out, utilisation does not', () => {
  const figures = agentFiguresOf({
    ...AGENT,
    times: [
      { state: 'available', reason: null, ms: 3_000_000 },
      { state: 'busy', reason: null, ms: 500_000 },
      { state: 'wrap-up', reason: null, ms: 100_000 },
      { state: 'away', reason: 'lunch', ms: 3_600_000 },
    ],
    helpingMs: 1_700_000,
  })
  expect(figures).toMatchObject({ occupancy: 0.5, utilisation: 0.25, signedInSeconds: 7_200 })
})

test('[report R5] an agent who was not there has no occupancy', () => {
  expect(agentFiguresOf(AGENT)).toMatchObject({ occupancy: null, utilisation: null, averageHandleSeconds: null })
})

import type { PanelQuestion, PanelState } from './panel-state.ts'

/** The one question that the page shows now: the page and the server behind it must mean the same. */
export function questionInSight(state: PanelState): PanelQuestion | undefined {
  return state.phase === 'joined' || state.phase === 'reconnecting' ? state.questions[0] : undefined
}

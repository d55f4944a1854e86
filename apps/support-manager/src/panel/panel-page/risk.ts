import type { PanelRunning } from '../panel-state.ts'

/** The frame that the window wears: the gravest of what runs. */
export function riskOf(running: readonly PanelRunning[]): PanelRunning['risk'] {
  if (running.some((entry) => entry.risk === 'control')) return 'control'
  return running.some((entry) => entry.risk === 'view') ? 'view' : 'none'
}

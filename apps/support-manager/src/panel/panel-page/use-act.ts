import { useState } from 'preact/hooks'
import type { PanelAction } from '../panel-state.ts'
import type { Act } from './panel-link.ts'

/** What a part of the page does by itself: one thing at a time, and what went wrong with the last one. */
export interface Doing {
  readonly busy: boolean
  readonly problem: string | undefined
  /** @returns whether it was done. */
  readonly run: (action: PanelAction) => Promise<boolean>
  readonly say: (problem: string | undefined) => void
}

export function useAct(act: Act): Doing {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string>()
  const run = async (action: PanelAction): Promise<boolean> => {
    setBusy(true)
    setProblem(undefined)
    const refused = await act(action)
    setBusy(false)
    setProblem(refused)
    return refused === undefined
  }
  return { busy, problem, run, say: setProblem }
}

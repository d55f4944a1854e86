import { useEffect, useState } from 'preact/hooks'
import type { PanelRunning } from '../panel-state.ts'

/** A nudge of the mouse is not worth a word, nor each pause between two: what is said has stood for so long, in milliseconds. */
const LASTED_MS = 2_000

/** What was said last to who does not see it. */
type WaitingSaid = 'nothing' | 'waits' | 'goes-on'

/** Those who use this computer, and wait whenever the person at it does something. */
export const drivers = (running: readonly PanelRunning[]): readonly PanelRunning[] =>
  running.filter(({ waits }) => waits !== undefined)

/** What is to be said once things have stood as they are for a while: an end only of what was said. */
export function nextSaid(said: WaitingSaid, running: readonly PanelRunning[]): WaitingSaid {
  const driving = drivers(running)
  if (driving.length === 0) return 'nothing'
  if (driving.some(({ waits }) => waits)) return 'waits'
  return said === 'waits' ? 'goes-on' : said
}

/** That whoever controls waits, or goes on, each said once and only when it lasts. */
export function useWaitingSaid(running: readonly PanelRunning[]): WaitingSaid {
  const [said, setSaid] = useState<WaitingSaid>('nothing')
  const next = nextSaid(said, running)
  useEffect(() => {
    if (next === said) return undefined
    // Nobody waits, where nobody controls any more: that is said elsewhere, at once.
    const timer = setTimeout(() => setSaid(next), next === 'nothing' ? 0 : LASTED_MS)
    return () => clearTimeout(timer)
  }, [next, said])
  return said
}

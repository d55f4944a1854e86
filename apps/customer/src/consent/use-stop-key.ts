import type { SessionClient } from '@deskside/realtime'
import { useEffect } from 'react'

/** Ctrl + Alt + End ends everything that is allowed, from wherever the focus is. */
export function useStopKey(client: SessionClient): void {
  useEffect(() => {
    const stop = (event: KeyboardEvent) => {
      if (event.key !== 'End' || !event.ctrlKey || !event.altKey) return
      event.preventDefault()
      for (const grantId of Object.keys(client.state.get().story.consent.grants)) client.screen.stop(grantId)
    }
    window.addEventListener('keydown', stop, true)
    return () => window.removeEventListener('keydown', stop, true)
  }, [client])
}

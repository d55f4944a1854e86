import { useEffect, useRef } from 'react'
import { chime } from '../platform/chime.ts'
import { useLiveSessions } from '../platform/live.tsx'
import { useWaitingMark } from '../platform/page-title.ts'
import { settings } from '../platform/settings.ts'

/** Watches all live sessions wherever in the console somebody is: knocks show in the title, and may be heard. */
export function useLiveWatch(): void {
  const sessions = useLiveSessions()
  const knocks = sessions.reduce((sum, { view }) => sum + Object.keys(view.story.session.knocks).length, 0)
  useWaitingMark(knocks)
  const before = useRef(knocks)
  useEffect(() => {
    if (knocks > before.current && settings.get().sound) chime()
    before.current = knocks
  }, [knocks])
}

import { presentParticipant } from '@deskside/protocol'
import { useObservable } from '@deskside/ui'
import { useEffect, useRef } from 'react'
import { chime } from '../platform/chime.ts'
import { useLive, useLiveSessions } from '../platform/live.tsx'
import { useWaitingMark } from '../platform/page-title.ts'
import { settings } from '../platform/settings.ts'

/** Watches all live sessions wherever in the console somebody is: knocks in the title and by sound, ended ones put away. */
export function useLiveWatch(): void {
  const sessions = useLiveSessions()
  const knocks = sessions.reduce((sum, { view }) => sum + Object.keys(view.story.session.knocks).length, 0)
  useWaitingMark(knocks)
  const before = useRef(knocks)
  useEffect(() => {
    if (knocks > before.current && settings.get().sound) chime()
    before.current = knocks
  }, [knocks])
  usePutAway()
}

/** Lets go of sessions that are over for me: their pages are read anew from the server. */
function usePutAway(): void {
  const live = useLive()
  const { sessionIds } = useObservable(live.state)
  const sessions = useLiveSessions()
  useEffect(() => {
    for (const id of sessionIds) {
      const client = live.session(id)
      if (!client) continue
      const { story, outbox } = client.state.get()
      const here = story.session.life.is === 'live' && presentParticipant(story.session, client.participantId)
      // Something unsent is still its writer's to see.
      if (!here && outbox.length === 0) live.drop(id)
    }
  }, [live, sessionIds, sessions])
}

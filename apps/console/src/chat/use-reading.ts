import type { SessionClient } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import { noteRead, readMarks } from './read-marks.ts'
import { unreadByConversation } from './unread.ts'

interface Reading {
  /** The last message that had been read when the reader came back to unread ones; else undefined. */
  readonly newAfter: number | undefined
  /** Who writes has read: nothing is new any more. */
  readonly answered: () => void
}

/** Notes what stands in a conversation as read while it is on the screen of a page that is looked at. */
export function useReading(client: SessionClient, key: string, visible: boolean): Reading {
  const { chat } = useObservable(client.state).story
  const { sessionId, participantId: me } = client
  const [newAfter, setNewAfter] = useState<number>()
  // What comes while somebody looks is seen as it comes, and needs no line above it.
  const looking = useRef(false)
  useEffect(() => {
    const look = (): void => {
      const looked = looking.current
      looking.current = visible && document.visibilityState === 'visible'
      if (!looking.current) return
      const marks = readMarks(sessionId).get()
      const unread = unreadByConversation(chat, me, marks)[key] ?? 0
      if (!looked) setNewAfter(unread > 0 ? (marks[key] ?? 0) : undefined)
      noteRead(sessionId, chat, { me, key })
    }
    look()
    document.addEventListener('visibilitychange', look)
    return () => document.removeEventListener('visibilitychange', look)
  }, [visible, chat, sessionId, me, key])
  return { newAfter, answered: useCallback(() => setNewAfter(undefined), []) }
}

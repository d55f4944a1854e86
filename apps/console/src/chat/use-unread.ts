import type { SessionView } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { useMemo } from 'react'
import { readMarks } from './read-marks.ts'
import { unreadByConversation } from './unread.ts'

interface Watched {
  readonly sessionId: string
  readonly participantId: string
}

/** My unread messages in a session, by conversation. */
export function useUnread({ sessionId, participantId }: Watched, view: SessionView): Record<string, number> {
  const marks = useObservable(readMarks(sessionId))
  const { chat } = view.story
  return useMemo(() => unreadByConversation(chat, participantId, marks), [chat, participantId, marks])
}

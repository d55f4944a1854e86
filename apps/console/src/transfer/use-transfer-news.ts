import { presentCustomer } from '@deskside/protocol'
import type { SessionView } from '@deskside/realtime'
import { useToast } from '@deskside/ui'
import { useLocation } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { useLiveSessions } from '../platform/live.tsx'
import type { LiveSession } from '../platform/live-sessions.ts'
import { returnWords } from './transfer-words.ts'

/** Tells what became of a transfer, it was taken or came back, on any page but the session's own, which says so itself. */
export function useTransferNews(): void {
  const sessions = useLiveSessions()
  const toast = useToast()
  const { pathname } = useLocation()
  const before = useRef<readonly LiveSession[]>(sessions)
  useEffect(() => {
    const was = before.current
    before.current = sessions
    for (const { client, view } of was) {
      if (view.story.transfer.is !== 'offered' || pathname.endsWith(`/${client.sessionId}`)) continue
      const { story } = client.state.get()
      const customer = customerName(view)
      const { transfer, session } = story
      const me = session.participants[client.participantId]
      if (me?.standing.is === 'left' && me.standing.reason === 'transferred')
        toast({
          title: `${session.participants[session.primaryId]?.name ?? 'A colleague'} took over the session with ${customer}`,
          description: 'You have left it. Its chat and notes stay with it.',
        })
      else if (transfer.is === 'returned' && session.primaryId === client.participantId)
        toast({
          title: `The session with ${customer} stays with you`,
          description: `${returnWords(transfer.to, transfer.reason)}.`,
        })
    }
  }, [sessions, toast, pathname])
}

const customerName = ({ story }: SessionView): string => presentCustomer(story.session)?.name ?? 'a customer'

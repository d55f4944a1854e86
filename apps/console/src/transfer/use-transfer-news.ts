import { presentCustomer } from '@deskside/protocol'
import type { SessionView } from '@deskside/realtime'
import { useToast } from '@deskside/ui'
import { useEffect, useRef } from 'react'
import { useLiveSessions } from '../platform/live.tsx'
import type { LiveSession } from '../platform/live-sessions.ts'
import { returnWords } from './transfer-words.ts'

/** Tells of what became of a transfer, whatever page is open: it was taken, or it came back. */
export function useTransferNews(): void {
  const sessions = useLiveSessions()
  const toast = useToast()
  const before = useRef<readonly LiveSession[]>(sessions)
  useEffect(() => {
    const was = before.current
    before.current = sessions
    for (const { client, view } of was) {
      if (view.story.transfer.is !== 'offered') continue
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
  }, [sessions, toast])
}

const customerName = ({ story }: SessionView): string => presentCustomer(story.session)?.name ?? 'a customer'

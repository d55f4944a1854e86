import { useToast } from '@deskside/ui'
import { useNavigate } from '@tanstack/react-router'
import { sentenceOf } from '../platform/queries.ts'
import { useSessionAct } from './monitor-calls.ts'
import type { SessionAct } from './monitor-calls.ts'

/** Comes into a session and goes to its page; what is refused is said. */
export function useComeIn() {
  const { mutateAsync, isPending } = useSessionAct()
  const navigate = useNavigate()
  const toast = useToast()
  const open = (sessionId: string): void => void navigate({ to: '/console/sessions/$sessionId', params: { sessionId } })
  /** @returns whether it was done. */
  const act = async (sessionId: string, how: SessionAct): Promise<boolean> => {
    try {
      await mutateAsync({ sessionId, act: how })
      open(sessionId)
      return true
    } catch (error) {
      toast({ title: ACT_WORDS[how], description: sentenceOf(error), tone: 'error' })
      return false
    }
  }
  return { open, act: (sessionId: string, how: SessionAct): void => void act(sessionId, how), comeIn: act, isPending }
}

export const ACT_WORDS: Readonly<Record<SessionAct, string>> = {
  watch: 'Watch',
  'barge-in': 'Barge in',
  'take-over': 'Take over',
}

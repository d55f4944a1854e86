import { AlertDialog, Button } from '@deskside/ui'
import { useRef } from 'react'
import { ACT_WORDS, useComeIn } from './use-come-in.ts'

interface ComeInDialogProps {
  readonly sessionId: string
  readonly customerName: string | null
  readonly act: 'barge-in' | 'take-over'
  readonly onClose: () => void
}

const WORDS = {
  'barge-in': {
    title: 'Barge in?',
    text: 'You help openly from now on: everybody in the session sees that you joined. Whoever holds the session goes on holding it.',
  },
  'take-over': {
    title: 'Take over?',
    text: 'You hold the session from now on, and everybody in it is told. Whoever held it stays and assists. What the customer allowed stays with whom they allowed it to: you ask for yourself.',
  },
} as const

/** Says what follows before a manager comes into a session openly. */
export function ComeInDialog({ sessionId, customerName, act, onClose }: ComeInDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null)
  const { comeIn, isPending } = useComeIn()
  const go = async (): Promise<void> => {
    if (await comeIn(sessionId, act)) onClose()
  }
  return (
    <AlertDialog
      open
      onOpenChange={(open) => open || onClose()}
      initialFocus={cancel}
      title={WORDS[act].title}
      description={`${customerName === null ? '' : `The session with ${customerName}. `}${WORDS[act].text}`}
      width="small"
      footer={
        <>
          <Button ref={cancel} onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" busy={isPending} onClick={() => void go()}>
            {ACT_WORDS[act]}
          </Button>
        </>
      }
    />
  )
}

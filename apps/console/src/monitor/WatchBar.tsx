import type { SessionClient } from '@deskside/realtime'
import { Button, Notice, useObservable, useToast } from '@deskside/ui'
import { Eye } from 'lucide-react'
import { useState } from 'react'
import { sentenceOf } from '../platform/queries.ts'
import { ComeInDialog } from './ComeInDialog.tsx'
import { ACT_WORDS } from './use-come-in.ts'

interface WatchBarProps {
  readonly client: SessionClient
  readonly customerName: string | null
  /** Opens the chat, where a whisper is written. */
  readonly onWhisper: () => void
}

/** For a manager who watches: who knows of it, and what they may do. */
export function WatchBar({ client, customerName, onWhisper }: WatchBarProps) {
  const { story, actions } = useObservable(client.state)
  const [asking, setAsking] = useState<'barge-in' | 'take-over'>()
  const toast = useToast()
  const me = story.session.participants[client.participantId]
  const noticed = me?.role === 'watcher' && me.noticed
  const stop = (): void =>
    void client
      .send('session.leave', {})
      .catch((error: unknown) => toast({ title: 'Stop watching', description: sentenceOf(error), tone: 'error' }))
  return (
    <section aria-label="Watching" className="border-b border-line bg-surface px-4 py-2.5">
      <Notice
        tone="accent"
        icon={<Eye className="size-5" />}
        actions={
          <span className="flex flex-wrap gap-2">
            {actions.includes('chat.whisper') ? (
              <Button size="small" onClick={onWhisper}>
                Whisper
              </Button>
            ) : null}
            {actions.includes('session.barge-in') ? (
              <Button size="small" onClick={() => setAsking('barge-in')}>
                {ACT_WORDS['barge-in']}
              </Button>
            ) : null}
            {actions.includes('session.take-over') ? (
              <Button size="small" onClick={() => setAsking('take-over')}>
                {ACT_WORDS['take-over']}
              </Button>
            ) : null}
            {actions.includes('session.leave') ? (
              <Button size="small" look="danger-quiet" onClick={stop}>
                Stop watching
              </Button>
            ) : null}
          </span>
        }
      >
        <strong>You watch this session.</strong>{' '}
        {noticed
          ? 'Everybody in it sees that you do.'
          : 'Representatives see that you do. The customer was told beforehand that sessions may be monitored.'}
      </Notice>
      {asking ? (
        <ComeInDialog
          sessionId={client.sessionId}
          customerName={customerName}
          act={asking}
          onClose={() => setAsking(undefined)}
        />
      ) : null}
    </section>
  )
}

import type { Inbox } from '@deskside/protocol'
import { Button, formatTimeLeft, useToast } from '@deskside/ui'
import { useLive, useServerNow } from '../platform/live.tsx'
import { sentenceOf } from '../platform/queries.ts'

/** After a session of a queue: how long its agent still has for notes, and a way to be ready before that. */
export function WrapUp({ inbox }: { readonly inbox: Inbox }) {
  if (inbox.state !== 'wrap-up' || inbox.wrapUpUntil === null) return null
  return <TimeLeft until={inbox.wrapUpUntil} />
}

function TimeLeft({ until }: { readonly until: number }) {
  const client = useLive().inbox
  const now = useServerNow()
  const toast = useToast()
  const finish = (): void =>
    void client
      .choose({ state: 'available' })
      .catch((error: unknown) => toast({ title: 'My state', description: sentenceOf(error), tone: 'error' }))
  return (
    <div role="group" aria-label="Wrap-up" className="flex items-center gap-2">
      <span className="whitespace-nowrap text-ink-soft">
        <span className="tabular-nums">{formatTimeLeft(until - now)}</span> left
      </span>
      <Button size="small" onClick={finish}>
        Finish now
      </Button>
    </div>
  )
}

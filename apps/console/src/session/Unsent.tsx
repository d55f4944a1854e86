import type { SessionClient } from '@deskside/realtime'
import { Notice, useObservable } from '@deskside/ui'
import { useLive } from '../platform/live.tsx'

/** What was written and could no longer be sent before the session was over: it is shown, so that it can be copied. */
export function Unsent({ sessionId }: { readonly sessionId: string }) {
  const live = useLive()
  useObservable(live.state)
  const client = live.session(sessionId)
  return client ? <Messages client={client} /> : null
}

function Messages({ client }: { readonly client: SessionClient }) {
  const { outbox } = useObservable(client.state)
  if (outbox.length === 0) return null
  return (
    <Notice tone="warn">
      <p className="font-medium">These messages were not sent before the session was over:</p>
      {outbox.map((entry) => (
        <p key={entry.commandId} dir="auto" className="whitespace-pre-wrap">
          {entry.text}
        </p>
      ))}
    </Notice>
  )
}

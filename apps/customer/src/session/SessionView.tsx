import { presentRepresentatives } from '@deskside/protocol'
import type { Site } from '@deskside/protocol'
import type { ConnectionPhase, LiveClient, SessionClient } from '@deskside/realtime'
import { Button, Notice, Spinner, StatusDot, cx, useObservable } from '@deskside/ui'
import { useState } from 'react'
import { ChatSide } from '../chat/ChatSide.tsx'
import { Permissions } from '../consent/Permissions.tsx'
import { RequestDialog } from '../consent/RequestDialog.tsx'
import { useStopKey } from '../consent/use-stop-key.ts'
import { Heading } from '../platform/Heading.tsx'
import { Shell } from '../platform/Shell.tsx'
import { Seen } from '../screen/Seen.tsx'
import { HandedOver } from '../transfer/HandedOver.tsx'
import { ConnectionNotice } from './ConnectionNotice.tsx'
import { WatchedNotice } from './WatchedNotice.tsx'

interface SessionViewProps {
  readonly site: Site
  readonly live: LiveClient
  readonly sessionId: string
  readonly connection: ConnectionPhase
}

/** In the session: who helps, what they may do, what they show, and the chat. */
export function SessionView({ site, live, sessionId, connection }: SessionViewProps) {
  // Read for its changes: a session appears when its first events have come.
  useObservable(live.state)
  const client = live.session(sessionId)
  if (client && client.lastSeq > 0) return <Joined site={site} client={client} connection={connection} />
  return (
    <Shell siteName={site.name} title="Joining">
      <ConnectionNotice connection={connection} />
      <p role="status" className="flex items-center gap-3 py-8">
        <Spinner /> Joining…
      </p>
    </Shell>
  )
}

interface JoinedProps {
  readonly site: Site
  readonly client: SessionClient
  readonly connection: ConnectionPhase
}

function Joined({ site, client, connection }: JoinedProps) {
  const { story } = useObservable(client.state)
  const shown = useObservable(client.screen.state).incoming.length > 0
  const [leaving, setLeaving] = useState(false)
  useStopKey(client)
  const leave = () => {
    // First of all, here and now, nothing is shown any more; the server learns of it as soon as it can be reached.
    client.screen.stopAll()
    setLeaving(true)
    client.send('session.leave', {}).catch(() => setLeaving(false))
  }
  const representatives = presentRepresentatives(story.session)
  const names = representatives.map((r) => r.name)
  return (
    <Shell
      siteName={site.name}
      title={`${names.join(' and ')} ${names.length === 1 ? 'helps' : 'help'} you`}
      layout={shown ? 'show' : 'talk'}
      leave={
        <Button look="danger" busy={leaving} onClick={leave}>
          Leave session
        </Button>
      }
    >
      <ConnectionNotice connection={connection} />
      <div className="flex flex-col gap-1">
        <Heading>
          <bdi>{names.join(' and ')}</bdi> {names.length === 1 ? 'helps' : 'help'} you
        </Heading>
        <ul aria-label="People who help you" className="flex flex-wrap gap-x-5 gap-y-1 text-ink-soft">
          {representatives.map((r) => (
            <li key={r.id}>
              <StatusDot tone={r.standing.is === 'here' ? 'good' : 'warn'}>
                <bdi>{r.name}</bdi> {r.standing.is === 'here' ? 'is here' : 'lost the connection and comes back'}
              </StatusDot>
            </li>
          ))}
        </ul>
      </div>
      <HandedOver client={client} />
      <WatchedNotice session={story.session} />
      {leaving && connection !== 'online' ? (
        <Notice tone="warn">You are leaving. Nothing is shown any more.</Notice>
      ) : null}
      <Permissions client={client} />
      <div className={cx('flex flex-auto flex-col gap-4', shown && 'lg:min-h-80 lg:flex-1 lg:flex-row')}>
        <Seen client={client} />
        <ChatSide client={client} beside={shown} />
      </div>
      <RequestDialog client={client} />
    </Shell>
  )
}

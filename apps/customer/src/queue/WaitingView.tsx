import type { ConnectionPhase, PlaceClient, WaitingPlace } from '@deskside/realtime'
import { formatClock } from '@deskside/ui'
import { Heading } from '../platform/Heading.tsx'
import { Shell } from '../platform/Shell.tsx'
import { ConnectionNotice } from '../session/ConnectionNotice.tsx'
import { LeaveLine } from './LeaveLine.tsx'
import { useAnnounced } from './use-announced.ts'
import { estimateWords, positionWords } from './waiting-words.ts'

interface WaitingViewProps {
  readonly client: PlaceClient
  readonly place: WaitingPlace
  readonly line: ConnectionPhase
}

/** In line: where, how long it may take, and the way out. */
export function WaitingView({ client, place, line }: WaitingViewProps) {
  const position = positionWords(place.position)
  const estimate = estimateWords(place.estimateSeconds)
  const announced = useAnnounced(place.position, `${position} ${estimate}`)
  return (
    <Shell siteName={place.siteName} title={`Number ${place.position} in line`} leave={<LeaveLine client={client} />}>
      <ConnectionNotice connection={line} />
      <div className="flex flex-col gap-4 rounded-card border border-line bg-surface p-6 shadow-card">
        <Heading>
          Waiting for help: <bdi>{place.queueName}</bdi>
        </Heading>
        <p className="text-xl font-semibold tabular-nums">{position}</p>
        <p>{estimate}</p>
        <p className="text-ink-soft">
          <bdi>{place.name}</bdi>, you have been waiting since{' '}
          <time dateTime={new Date(place.since).toISOString()}>{formatClock(place.since)}</time>. Keep this page open:
          it changes by itself when somebody is free for you.
        </p>
        <p className="text-ink-soft">
          Nobody can see or touch anything on your computer. You are asked before anything is shown.
        </p>
      </div>
      <p role="status" className="sr-only">
        {announced}
      </p>
    </Shell>
  )
}

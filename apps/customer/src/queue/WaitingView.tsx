import type { LeaveInMailbox } from '@deskside/protocol'
import { ApiError } from '@deskside/realtime'
import type { ConnectionPhase, PlaceClient, WaitingPlace } from '@deskside/realtime'
import { Notice, formatClock } from '@deskside/ui'
import { useState } from 'react'
import { WaitingSlot } from '../mailbox/Slot.tsx'
import { Heading } from '../platform/Heading.tsx'
import { Shell } from '../platform/Shell.tsx'
import { ConnectionNotice } from '../session/ConnectionNotice.tsx'
import type { EntryDraft } from './entry-draft.ts'
import { LeaveLine } from './LeaveLine.tsx'
import { useAnnounced } from './use-announced.ts'
import { estimateWords, positionWords } from './waiting-words.ts'

interface WaitingViewProps {
  readonly client: PlaceClient
  readonly place: WaitingPlace
  readonly line: ConnectionPhase
  readonly draft: EntryDraft
  readonly onDraft: (draft: EntryDraft) => void
  /** What they left instead of waiting; undefined where they just go. */
  readonly onLeft: (body: LeaveInMailbox | undefined) => void
}

/** In line: where, how long it may take, and the way out. */
export function WaitingView({ client, place, line, draft, onDraft, onLeft }: WaitingViewProps) {
  const [stuck, setStuck] = useState<string>()
  const position = positionWords(place.position)
  const estimate = estimateWords(place.estimateSeconds)
  const announced = useAnnounced(place.position, `${position} ${estimate}`)
  const giveUp = (body: LeaveInMailbox): void => {
    onLeft(body)
    client.leave().catch((error: unknown) => setStuck(error instanceof ApiError ? error.message : ''))
  }
  return (
    <Shell
      siteName={place.siteName}
      title={`Number ${place.position} in line`}
      leave={<LeaveLine client={client} onLeave={() => onLeft(undefined)} />}
    >
      <ConnectionNotice connection={line} />
      <div className="flex flex-col gap-4 rounded-card border border-line bg-surface p-6 shadow-card">
        <Heading>
          Waiting for help: <bdi>{place.queueName}</bdi>
        </Heading>
        {place.lostAgentName === undefined ? null : (
          <p role="status">
            <bdi>{place.lostAgentName}</bdi> lost the connection. You are back in line, with the time you waited.
          </p>
        )}
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
      {stuck === undefined ? (
        <WaitingSlot slug={place.slug} entry={draft} onEntry={onDraft} onLeft={giveUp} />
      ) : (
        <Notice tone="warn" role="alert">
          We have it, but you are still in line. {stuck} If you do not want to wait, press Leave.
        </Notice>
      )}
      <p role="status" className="sr-only">
        {announced}
      </p>
    </Shell>
  )
}

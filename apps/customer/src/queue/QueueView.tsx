import type { CustomerStanding, LeaveInMailbox } from '@deskside/protocol'
import { createPlaceClient } from '@deskside/realtime'
import { Button, Notice, Spinner, useObservable } from '@deskside/ui'
import { useEffect, useState } from 'react'
import { Heading } from '../platform/Heading.tsx'
import { Shell } from '../platform/Shell.tsx'
import { ConnectionNotice } from '../session/ConnectionNotice.tsx'
import { EMPTY_DRAFT } from './entry-draft.ts'
import { EntryPage } from './EntryPage.tsx'
import { WaitingView } from './WaitingView.tsx'

export interface QueueViewProps {
  readonly siteName: string
  /** The last part of the address, as it stands there. */
  readonly slug: string
  /** An agent has them: this is where they are now. */
  readonly onStanding: (standing: CustomerStanding) => void
}

/** A queue's page, from its entrance to the session: what the server says of this browser's place decides what is on it. */
export function QueueView({ siteName, slug, onStanding }: QueueViewProps) {
  const [client] = useState(() => createPlaceClient(slug))
  const [draft, setDraft] = useState(EMPTY_DRAFT)
  const [left, setLeft] = useState<LeaveInMailbox>()
  const view = useObservable(client.state)
  useEffect(() => {
    client.start()
    return () => client.stop()
  }, [client])
  useEffect(() => {
    if (view.is === 'entered') onStanding(view.standing)
  }, [view, onStanding])

  if (view.is === 'outside')
    return (
      <EntryPage
        slug={slug}
        client={client}
        draft={draft}
        onDraft={setDraft}
        left={view.after === 'left' ? left : undefined}
        {...view}
      />
    )
  if (view.is === 'waiting')
    return (
      <WaitingView
        client={client}
        place={view.place}
        line={view.line}
        // After a reload the name is known from the place, and the answers are with the agents.
        draft={draft.name === '' ? { ...draft, name: view.place.name } : draft}
        onDraft={setDraft}
        onLeft={setLeft}
      />
    )
  if (view.is === 'accepted')
    return (
      <Shell siteName={siteName} title={`${view.agentName} helps you`}>
        <ConnectionNotice connection={view.line} />
        <Heading>
          <bdi>{view.agentName}</bdi> helps you now
        </Heading>
        <OneMoment />
      </Shell>
    )
  if (view.is === 'no-queue') return <NoQueue siteName={siteName} />
  return (
    <Shell siteName={siteName} title="Get help">
      {view.is === 'unreachable' ? (
        <Notice tone="warn" role="alert" actions={<Button onClick={() => client.again()}>Try again</Button>}>
          {view.message}
        </Notice>
      ) : (
        <OneMoment />
      )}
    </Shell>
  )
}

function NoQueue({ siteName }: { readonly siteName: string }) {
  return (
    <Shell siteName={siteName} title="No line here">
      <Heading first>There is no line to wait in at this address</Heading>
      <p>Check the address with whoever gave it to you.</p>
      <p>
        <a href="/" className="font-medium text-accent-ink underline">
          I have a support session number
        </a>
      </p>
    </Shell>
  )
}

function OneMoment() {
  return (
    <p role="status" className="flex items-center gap-3 py-8 text-ink-soft">
      <Spinner /> One moment…
    </p>
  )
}

import type { Entrance, LeaveInMailbox } from '@deskside/protocol'
import type { Parting, PlaceClient, WaitingPlace } from '@deskside/realtime'
import { Notice } from '@deskside/ui'
import { Clock } from 'lucide-react'
import { ClosedSlot, Left } from '../mailbox/Slot.tsx'
import { Heading } from '../platform/Heading.tsx'
import { Shell } from '../platform/Shell.tsx'
import { useTick } from '../platform/use-tick.ts'
import { EntryForm } from './EntryForm.tsx'
import type { EntryDraft } from './entry-draft.ts'
import { openingWords } from './opening-words.ts'

interface EntryPageProps {
  readonly slug: string
  readonly client: PlaceClient
  readonly entrance: Entrance
  readonly after: Parting
  readonly elsewhere: WaitingPlace | null
  readonly draft: EntryDraft
  readonly onDraft: (draft: EntryDraft) => void
  /** What they left here instead of waiting. */
  readonly left: LeaveInMailbox | undefined
}

const PARTED = {
  left: 'You left the line. Come back whenever you like.',
  gone: 'You are no longer in line: this page was closed or without a connection for too long. You can get in line again.',
} as const

/** Before somebody is in a queue: what it is for and what it asks, or when it is open. */
export function EntryPage({ slug, client, entrance, after, elsewhere, draft, onDraft, left }: EntryPageProps) {
  return (
    <Shell siteName={entrance.siteName} title={entrance.name}>
      <Heading first={after === null || left !== undefined}>
        <bdi>{entrance.name}</bdi>
      </Heading>
      {left ? <Left body={left} /> : null}
      {after && !left ? (
        <Notice role="status" tone={after === 'gone' ? 'warn' : 'neutral'}>
          {PARTED[after]}
        </Notice>
      ) : null}
      {elsewhere ? (
        <Notice tone="accent" role="status">
          You are waiting in <bdi>{elsewhere.queueName}</bdi>, number {elsewhere.position} in line.{' '}
          <a href={`/q/${elsewhere.slug}`} className="font-medium underline">
            Back to that line
          </a>
        </Notice>
      ) : null}
      {entrance.description ? <p className="whitespace-pre-line wrap-anywhere">{entrance.description}</p> : null}
      {entrance.open ? (
        <>
          <EntryForm form={entrance.form} client={client} draft={draft} onDraft={onDraft} />
          {entrance.disclosure ? <p className="text-sm text-ink-soft wrap-anywhere">{entrance.disclosure}</p> : null}
        </>
      ) : (
        <>
          <Closed changesAt={entrance.changesAt} />
          {left ? null : <ClosedSlot slug={slug} entry={draft} onEntry={onDraft} />}
        </>
      )}
    </Shell>
  )
}

function Closed({ changesAt }: { readonly changesAt: number | null }) {
  const now = useTick()
  return (
    <div className="flex gap-3 rounded-card border border-line bg-surface p-5 shadow-card">
      <Clock aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-ink-soft" />
      <div className="flex min-w-0 flex-col gap-1">
        <p className="font-semibold">We are closed right now.</p>
        {changesAt === null ? null : (
          <p className="text-ink-soft wrap-anywhere">
            We open again <time dateTime={new Date(changesAt).toISOString()}>{openingWords(changesAt, now)}</time>, in
            your time. This page then changes by itself.
          </p>
        )}
      </div>
    </div>
  )
}

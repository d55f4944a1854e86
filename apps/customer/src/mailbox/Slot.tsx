import type { LeaveInMailbox } from '@deskside/protocol'
import { Button } from '@deskside/ui'
import { CircleCheck, MessageSquareText, Phone } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import type { EntryDraft } from '../queue/entry-draft.ts'
import { LeaveForm } from './LeaveForm.tsx'
import type { LeftKind } from './left-draft.ts'
import { leftWords } from './left-words.ts'
import { useMailSlot } from './use-mail-slot.ts'

interface SlotProps {
  readonly slug: string
  readonly entry: EntryDraft
  readonly onEntry: (entry: EntryDraft) => void
}

const WAYS = [
  { kind: 'message', icon: MessageSquareText, closed: 'Leave a message', waiting: 'Rather leave a message' },
  { kind: 'call-back', icon: Phone, closed: 'Call me back', waiting: 'Rather be called' },
] as const

/** Out of hours: what may be left, the first way open at once. */
export function ClosedSlot({ slug, entry, onEntry }: SlotProps) {
  const [left, setLeft] = useState<LeaveInMailbox>()
  const [chosen, setChosen] = useState<LeftKind>()
  const slot = useMailSlot(slug)
  const ways = WAYS.filter(({ kind }) => slot && (kind === 'message' ? slot.leaveMessage : slot.callBack))
  const kind = chosen ?? ways[0]?.kind
  if (left) return <Left body={left} />
  if (!slot || !kind) return null
  return (
    <div className="flex flex-col gap-5 rounded-card border border-line bg-surface p-5 shadow-card">
      {ways.length > 1 ? <Ways value={kind} onChange={setChosen} /> : null}
      {ways.length > 1 ? null : <h2 className="text-lg font-semibold">{ways[0]?.closed}</h2>}
      <LeaveForm slug={slug} slot={slot} kind={kind} entry={entry} onEntry={onEntry} onLeft={setLeft} />
    </div>
  )
}

function Ways({ value, onChange }: { readonly value: LeftKind; readonly onChange: (kind: LeftKind) => void }) {
  const name = useId()
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-lg font-semibold">What would you like?</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {WAYS.map(({ kind, closed, icon: Icon }) => (
          <label
            key={kind}
            className="flex min-h-11 cursor-pointer items-center gap-2.5 rounded-control border border-line-strong px-3 py-2 hover:bg-surface-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-ink"
          >
            <input
              type="radio"
              name={name}
              checked={value === kind}
              onChange={() => onChange(kind)}
              className="size-5 shrink-0 accent-accent"
            />
            <Icon aria-hidden="true" className="size-5 shrink-0" />
            {closed}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** In line: what somebody may leave instead. `onLeft` gives the place up, once it is stored. */
export function WaitingSlot({ slug, entry, onEntry, onLeft }: SlotProps & { readonly onLeft: LeaveFormLeft }) {
  const [chosen, setChosen] = useState<LeftKind>()
  const slot = useMailSlot(slug)
  const place = useRef<HTMLDivElement & HTMLHeadingElement>(null)
  const ways = WAYS.filter(({ kind }) => slot && (kind === 'message' ? slot.leaveMessage : slot.callBack))
  const way = ways.find(({ kind }) => kind === chosen)
  const choose = (kind: LeftKind | undefined): void => {
    setChosen(kind)
    // The button that had the focus goes.
    requestAnimationFrame(() => place.current?.focus())
  }
  if (!slot || ways.length === 0) return null
  if (!way)
    return (
      <div ref={place} tabIndex={-1} className="flex flex-wrap gap-2 outline-none">
        {ways.map(({ kind, waiting, icon: Icon }) => (
          <Button
            key={kind}
            look="quiet"
            icon={<Icon aria-hidden="true" className="size-5" />}
            onClick={() => choose(kind)}
          >
            {waiting}
          </Button>
        ))}
      </div>
    )
  return (
    <section
      aria-label={way.closed}
      className="flex flex-col gap-4 rounded-card border border-line bg-surface p-5 shadow-card"
    >
      <div>
        <h2 ref={place} tabIndex={-1} className="text-lg font-semibold outline-none">
          {way.closed}
        </h2>
        <p className="text-ink-soft">You keep your place in line until you send this.</p>
      </div>
      <LeaveForm
        slug={slug}
        slot={slot}
        kind={way.kind}
        entry={entry}
        onEntry={onEntry}
        onLeft={onLeft}
        cancel={
          <Button size="large" look="quiet" onClick={() => choose(undefined)}>
            Go on waiting
          </Button>
        }
      />
    </section>
  )
}

type LeaveFormLeft = (body: LeaveInMailbox) => void

/** It is stored. */
export function Left({ body }: { readonly body: LeaveInMailbox }) {
  const words = useRef<HTMLSpanElement>(null)
  const [now] = useState(() => Date.now())
  // The button that had the focus went with the form.
  useEffect(() => words.current?.focus(), [])
  return (
    <p className="edge-in-forced-colors flex items-start gap-3 rounded-card bg-good-soft px-5 py-4 font-medium text-good-ink wrap-anywhere">
      <CircleCheck aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <span ref={words} tabIndex={-1} className="min-w-0 outline-none">
        {leftWords(body, now)}
      </span>
    </p>
  )
}

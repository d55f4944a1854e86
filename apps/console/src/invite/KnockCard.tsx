import type { Knock } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, formatClock, useObservable } from '@deskside/ui'
import { Clock, Globe, UserCheck, UserRound, UserX } from 'lucide-react'
import { useLayoutEffect, useRef, useState } from 'react'
import { focusDeskTitle } from '../platform/desk-title.ts'
import { useServerNow } from '../platform/live.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'

/** Somebody at the door: who they say they are, from what and where, and the answer. */
export function KnockCard({ client, knock }: { readonly client: SessionClient; readonly knock: Knock }) {
  const { actions } = useObservable(client.state)
  const now = useServerNow()
  const [busy, setBusy] = useState<'session.admit' | 'session.refuse'>()
  const [error, setError] = useState<string>()
  const answer = async (how: 'session.admit' | 'session.refuse'): Promise<void> => {
    setBusy(how)
    setError(undefined)
    try {
      await client.send(how, { knockId: knock.id })
    } catch (reason) {
      setError(sentenceOf(reason))
    } finally {
      setBusy(undefined)
    }
  }
  const may = actions.includes('session.admit')
  const card = useRef<HTMLElement>(null)
  useLayoutEffect(() => {
    const element = card.current
    return () => {
      // The last moment at which it is known: a card goes with the button that was pressed on it.
      if (element?.contains(document.activeElement)) focusDeskTitle()
    }
  }, [])
  return (
    <article
      ref={card}
      aria-label={`${knock.name} knocks`}
      className="flex flex-wrap items-center gap-x-5 gap-y-3 rounded-card border-2 border-accent bg-surface p-4 shadow-float"
    >
      <span
        aria-hidden="true"
        className="grid size-12 shrink-0 place-items-center rounded-full bg-accent-soft text-accent-ink"
      >
        <UserRound className="size-6" />
      </span>
      <div className="min-w-0 flex-1 basis-52">
        <p className="text-lg font-semibold wrap-anywhere">
          <bdi>{knock.name}</bdi> <span className="font-normal text-ink-soft">knocks</span>
        </p>
        <p className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-soft wrap-anywhere">
          <span className="inline-flex items-center gap-1.5">
            <Globe aria-hidden="true" className="size-3.5 shrink-0" />
            <span>{[knock.browser, knock.place].filter(Boolean).join(', ')}</span>
          </span>
          <span className="inline-flex items-center gap-1.5">
            <Clock aria-hidden="true" className="size-3.5 shrink-0" />
            <span>
              {formatClock(knock.at)}, waiting <span className="tabular-nums">{formatSpan(now - knock.at)}</span>
            </span>
          </span>
        </p>
        {error ? (
          <p role="alert" className="mt-1 text-sm font-medium text-danger-ink">
            {error}
          </p>
        ) : null}
      </div>
      <div className="flex gap-2">
        <Button
          icon={<UserX aria-hidden="true" className="size-4.5" />}
          aria-label={`Refuse ${knock.name}`}
          busy={busy === 'session.refuse'}
          onClick={() => void answer('session.refuse')}
        >
          Refuse
        </Button>
        <Button
          look="primary"
          icon={<UserCheck aria-hidden="true" className="size-4.5" />}
          aria-label={`Admit ${knock.name}`}
          aria-disabled={may ? undefined : true}
          busy={busy === 'session.admit'}
          onClick={() => void answer('session.admit')}
        >
          Admit
        </Button>
      </div>
    </article>
  )
}

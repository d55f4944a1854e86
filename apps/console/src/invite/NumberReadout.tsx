import { formatSessionNumber } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, cx, useObservable } from '@deskside/ui'
import { RefreshCw, X } from 'lucide-react'
import { useState } from 'react'
import { useServerNow } from '../platform/live.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'
import { useSite } from '../site/index.ts'
import { CopyButton } from '../platform/CopyButton.tsx'
import { cancelNumber, newNumber } from './invitations.ts'

interface NumberReadoutProps {
  readonly client: SessionClient
  /** The one place on the page that is the status named "Support session number". */
  readonly main: boolean
  /** Something more important is to be done now, so that none of its buttons calls loudly. */
  readonly quiet?: boolean
}

/** The number in large type, as it is read out on the phone, with the address to say. */
export function NumberReadout({ client, main, quiet = false }: NumberReadoutProps) {
  const { number } = useObservable(client.state)
  const { data: site } = useSite()
  const now = useServerNow()
  const left = number ? number.expiresAt - now : 0
  const works = number !== null && left > 0
  return (
    <div className="@container flex flex-col items-center gap-4 text-center">
      <p className={works ? 'text-ink-soft' : 'sr-only'}>
        Ask the customer to open{' '}
        <strong className="font-semibold text-ink wrap-anywhere">{spoken(site?.url ?? location.origin)}</strong>
        <br />
        and to type this number:
      </p>
      <p
        {...(main ? { role: 'status', 'aria-label': 'Support session number' } : {})}
        dir="ltr"
        className={cx(
          'edge-in-forced-colors rounded-card px-[4cqi] py-3 leading-tight font-semibold tabular-nums tracking-wide select-all',
          // As large as there is room for on one line: it is read out at a glance.
          works
            ? 'bg-accent-soft text-[clamp(1.5rem,11cqi,3.75rem)] whitespace-nowrap text-accent-ink'
            : 'text-2xl text-ink-soft',
        )}
      >
        {works ? formatSessionNumber(number.number) : 'No number right now'}
      </p>
      <Life left={works ? left : undefined} />
      <div className="flex flex-wrap items-start justify-center gap-2">
        {works ? (
          <CopyButton
            label="Copy number"
            look={quiet ? 'secondary' : 'primary'}
            text={formatSessionNumber(number.number)}
          />
        ) : null}
        <NumberButtons sessionId={client.sessionId} works={works} />
      </div>
    </div>
  )
}

function Life({ left }: { readonly left: number | undefined }) {
  if (left === undefined)
    return (
      <p className="text-sm text-ink-soft">
        The last one was used, cancelled, or its time was over. A new one works at once.
      </p>
    )
  return (
    <p className={cx('text-sm', left < 60_000 ? 'font-medium text-warn-ink' : 'text-ink-soft')}>
      Works once, for <span className="tabular-nums">{formatSpan(left)}</span> more
    </p>
  )
}

function NumberButtons({ sessionId, works }: { readonly sessionId: string; readonly works: boolean }) {
  const [busy, setBusy] = useState<'new' | 'cancel'>()
  const [error, setError] = useState<string>()
  const run = async (what: 'new' | 'cancel', call: (sessionId: string) => Promise<void>): Promise<void> => {
    setBusy(what)
    setError(undefined)
    try {
      await call(sessionId)
    } catch (reason) {
      setError(sentenceOf(reason))
    } finally {
      setBusy(undefined)
    }
  }
  return (
    <>
      <Button
        busy={busy === 'new'}
        look={works ? 'secondary' : 'primary'}
        icon={<RefreshCw aria-hidden="true" className="size-4.5" />}
        onClick={() => void run('new', newNumber)}
      >
        New number
      </Button>
      {works ? (
        <Button
          look="quiet"
          busy={busy === 'cancel'}
          icon={<X aria-hidden="true" className="size-4.5" />}
          onClick={() => void run('cancel', cancelNumber)}
        >
          Cancel number
        </Button>
      ) : null}
      {error ? (
        <p role="alert" className="w-full text-sm font-medium text-danger-ink">
          {error}
        </p>
      ) : null}
    </>
  )
}

/** An address as people say it. */
function spoken(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/$/, '')
}

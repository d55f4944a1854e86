import type { Capability } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, Spinner, Tooltip, cx, useObservable } from '@deskside/ui'
import { useId, useState } from 'react'
import type { ReactNode } from 'react'
import { useServerNow } from '../platform/live.tsx'
import { sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'
import { CAPABILITY_WORDS } from './capability-words.ts'
import { standingOf, standingWords } from './standing.ts'
import type { CapabilityStanding } from './standing.ts'

interface CapabilityButtonProps {
  readonly client: SessionClient
  readonly capability: Capability
  readonly label: string
  readonly icon: ReactNode
  /** What it does, for those who see it the first time. */
  readonly hint: string
  /** Asks the customer. Runs in the click, so that the browser may open its picker. */
  readonly ask: () => Promise<void>
  /** Why the last try came to nothing before anybody was asked. */
  readonly problem?: string | undefined
  /** One of several in a row: smaller, and how it stands is said on a line of its own below them all. */
  readonly inRow?: boolean
  readonly small?: boolean
}

/** One capability: its button, and beside it how it stands. */
export function CapabilityButton({
  client,
  capability,
  label,
  icon,
  hint,
  ask,
  problem,
  inRow = false,
  small = inRow,
}: CapabilityButtonProps) {
  const standing = standingOf(useObservable(client.state), client.participantId, capability)
  const { asking, error, click } = useAsking(ask)
  const id = useId()
  const wrong = standing.is === 'free' ? (error ?? problem) : undefined
  const words = wrong ?? standingWords(standing)
  // In a row a running one is marked on its button, and what is closed is said once for all, by whoever makes the row.
  const quiet = words === '' || standing.is === 'closed' || (inRow && standing.is === 'running')
  return (
    <div className={inRow ? 'contents' : 'flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5'}>
      <Tooltip text={hint} side="bottom">
        <Button
          icon={inRow && standing.is === 'running' ? <RunningMark /> : icon}
          busy={asking}
          aria-disabled={standing.is === 'free' ? undefined : true}
          aria-description={hint}
          aria-describedby={id}
          onClick={() => void click()}
          className={cx('shrink-0', small && 'min-h-9! gap-1.5! px-2.5! text-sm')}
        >
          {label}
        </Button>
      </Tooltip>
      <div
        className={cx(
          'flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5',
          inRow && 'order-1 basis-full',
          quiet && 'sr-only',
        )}
      >
        <p
          id={id}
          role="status"
          className={cx('max-w-96 min-w-0 text-sm', wrong ? 'font-medium text-danger-ink' : 'text-ink-soft')}
        >
          {inRow && !quiet ? <span aria-hidden="true">{label}: </span> : null}
          {words}
        </p>
        {standing.is === 'asked' ? <Asked client={client} standing={standing} /> : null}
      </div>
    </div>
  )
}

function RunningMark() {
  return (
    <span aria-hidden="true" className="mx-1 size-2.5 shrink-0 rounded-full bg-dot-good forced-color-adjust-none" />
  )
}

/** Runs the question and keeps the sentence with which the server refused to put it. */
function useAsking(ask: () => Promise<void>) {
  const [asking, setAsking] = useState(false)
  const [error, setError] = useState<string>()
  const click = async (): Promise<void> => {
    setAsking(true)
    setError(undefined)
    try {
      await ask()
    } catch (reason) {
      setError(sentenceOf(reason))
    } finally {
      setAsking(false)
    }
  }
  return { asking, error, click }
}

interface AskedProps {
  readonly client: SessionClient
  readonly standing: Extract<CapabilityStanding, { is: 'asked' }>
}

function Asked({ client, standing: { request } }: AskedProps) {
  const left = request.expiresAt - useServerNow()
  const [error, setError] = useState<string>()
  const withdraw = (): void => {
    client.send('consent.withdraw', { requestId: request.id }).catch((reason: unknown) => setError(sentenceOf(reason)))
  }
  return (
    <>
      <span className="inline-flex items-center gap-1.5 text-sm text-ink-soft tabular-nums">
        <Spinner className="size-3.5" />
        {formatSpan(left)} left
      </span>
      <Button size="small" onClick={withdraw}>
        Withdraw
        <span className="sr-only"> {CAPABILITY_WORDS[request.capability].what}</span>
      </Button>
      {error ? (
        <p role="alert" className="text-sm text-danger-ink">
          {error}
        </p>
      ) : null}
    </>
  )
}

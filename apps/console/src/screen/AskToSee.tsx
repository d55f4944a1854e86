import type { SessionClient } from '@deskside/realtime'
import { Button, Spinner, useObservable } from '@deskside/ui'
import { Monitor } from 'lucide-react'
import { useState } from 'react'
import { standingOf, standingWords } from '../consent/index.ts'
import { sentenceOf } from '../platform/queries.ts'

interface AskToSeeProps {
  readonly client: SessionClient
  readonly customerName: string
  readonly onAsk: () => void
}

/** The step that most sessions take next, where the picture will be. */
export function AskToSee({ client, customerName, onAsk }: AskToSeeProps) {
  const view = useObservable(client.state)
  const looking = standingOf(view, client.participantId, 'desktop.view')
  const control = standingOf(view, client.participantId, 'desktop.control')
  // Who asked for control will see, too.
  const standing = control.is === 'asked' ? control : looking
  const [error, setError] = useState<string>()
  const ask = (): void => {
    setError(undefined)
    onAsk()
    client
      .send('consent.request', { capability: 'desktop.view' })
      .catch((reason: unknown) => setError(sentenceOf(reason)))
  }
  if (standing.is === 'asked')
    return (
      <p className="mt-5 flex min-h-10 items-center justify-center gap-3 text-ink">
        <Spinner className="size-5 text-accent-ink" />
        <span>
          {standing.request.prepared ? (
            standingWords(standing)
          ) : (
            <>
              <bdi>{customerName}</bdi> is being asked.
            </>
          )}
        </span>
      </p>
    )
  if (standing.is !== 'free') return null
  return (
    <>
      <Button look="primary" className="mt-5" icon={<Monitor aria-hidden="true" className="size-4.5" />} onClick={ask}>
        Ask to see the screen
      </Button>
      {error ? (
        <p role="alert" className="mt-2 text-sm font-medium text-danger-ink">
          {error}
        </p>
      ) : null}
    </>
  )
}

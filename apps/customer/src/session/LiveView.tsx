import type { CustomerStanding, Site } from '@deskside/protocol'
import { callApi, createLiveClient } from '@deskside/realtime'
import { customerStandingSchema } from '@deskside/protocol'
import { Button, Spinner, TooltipProvider, useObservable } from '@deskside/ui'
import { useEffect, useState } from 'react'
import { Heading } from '../platform/Heading.tsx'
import { Shell } from '../platform/Shell.tsx'
import { ConnectionNotice } from './ConnectionNotice.tsx'
import { SessionView } from './SessionView.tsx'

type Live = Extract<CustomerStanding, { is: 'waiting' | 'admitted' }>

/** How a Support Manager of the other side is opened: comes when there is one. */
const openProgram = () => import('@deskside/realtime/program').then((program) => program.openProgram)

export interface LiveViewProps {
  readonly site: Site
  readonly standing: Live
  readonly onStanding: (standing: CustomerStanding) => void
}

/** From the knock to the end: one connection, whose word on where this customer stands is the last. */
export function LiveView({ site, standing, onStanding }: LiveViewProps) {
  const [live] = useState(() => createLiveClient({ as: 'customer', program: openProgram }))
  const { self, connection, goodbye } = useObservable(live.state)
  const told = self?.kind === 'customer' ? self.standing : undefined
  const now = told && (told.is === 'waiting' || told.is === 'admitted') ? told : standing

  useEffect(() => {
    live.start()
    return () => live.stop()
  }, [live])
  useEffect(() => {
    if (told && told.is !== 'waiting' && told.is !== 'admitted') onStanding(told)
  }, [told, onStanding])
  useEffect(() => {
    // The server has no place for this browser any more: ask it where that leaves us.
    if (!goodbye) return
    callApi({ method: 'GET', path: '/api/v1/join', answer: customerStandingSchema }).then(onStanding, () =>
      onStanding({ is: 'nobody' }),
    )
  }, [goodbye, onStanding])

  if (now.is === 'admitted')
    return (
      <TooltipProvider>
        <SessionView site={site} live={live} sessionId={now.sessionId} connection={connection} />
      </TooltipProvider>
    )
  return <WaitingView site={site} standing={now} connection={connection} onStanding={onStanding} />
}

interface WaitingViewProps {
  readonly site: Site
  readonly standing: Extract<Live, { is: 'waiting' }>
  readonly connection: Parameters<typeof ConnectionNotice>[0]['connection']
  readonly onStanding: (standing: CustomerStanding) => void
}

function WaitingView({ site, standing, connection, onStanding }: WaitingViewProps) {
  const leave = async () => {
    await callApi({ method: 'DELETE', path: '/api/v1/join', answer: customerStandingSchema }).catch(() => undefined)
    onStanding({ is: 'nobody' })
  }
  return (
    <Shell
      siteName={site.name}
      title={`Waiting for ${standing.representativeName}`}
      leave={
        <Button look="danger-quiet" onClick={() => void leave()}>
          Leave session
        </Button>
      }
    >
      <ConnectionNotice connection={connection} />
      <div className="flex flex-col gap-4 rounded-card border border-line bg-surface p-6 shadow-card">
        <Heading>
          Waiting for <bdi>{standing.representativeName}</bdi>
        </Heading>
        <p role="status" className="flex items-start gap-3">
          <Spinner className="mt-0.5 size-5 text-accent-ink" />
          <span className="min-w-0 wrap-anywhere">
            <bdi>{standing.representativeName}</bdi> from <bdi>{standing.siteName}</bdi> sees that{' '}
            <bdi>{standing.name}</bdi> is here, and lets you in. Keep this page open.
          </span>
        </p>
        <p className="text-ink-soft">
          Nobody can see or touch anything on your computer. You are asked before anything is shown.
        </p>
      </div>
    </Shell>
  )
}

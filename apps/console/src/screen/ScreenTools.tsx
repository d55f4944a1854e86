import type { Capability } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { AppWindow, Monitor, MonitorUp, MousePointerClick, Share, SquareMousePointer } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import { Fragment } from 'react'
import { CapabilityButton, standingOf } from '../consent/index.ts'
import { sentenceOf } from '../platform/queries.ts'
import { captureWords } from './capture-words.ts'
import { GetOwnProgram } from './GetOwnProgram.tsx'
import type { ShareDesk, ShareView } from './share-desk.ts'

interface ScreenToolsProps {
  readonly client: SessionClient
  readonly desk: ShareDesk
  readonly kind: 'desktop' | 'application'
}

interface Tool {
  readonly capability: Capability
  readonly label: string
  readonly icon: LucideIcon
  readonly hint: string
  /** Whether it is about mine, which I choose, and not about the customer's. */
  readonly mine: boolean
}

const TOOLS: Readonly<Record<ScreenToolsProps['kind'], readonly Tool[]>> = {
  desktop: [
    {
      capability: 'desktop.view',
      label: 'Request View',
      icon: Monitor,
      hint: 'The customer is asked, then chooses a whole screen for you to see.',
      mine: false,
    },
    {
      capability: 'desktop.control',
      label: 'Request Control',
      icon: MousePointerClick,
      hint: 'Your mouse and keyboard work there. It needs the Support Manager on the customer’s computer: the customer is offered it with the question.',
      mine: false,
    },
    {
      capability: 'desktop.share-view',
      label: 'Share View',
      icon: MonitorUp,
      hint: 'You choose one of your screens; the customer is asked whether to look at it.',
      mine: true,
    },
    {
      capability: 'desktop.share-control',
      label: 'Share Control',
      icon: SquareMousePointer,
      hint: 'The customer may use one of your screens. It needs the Support Manager on your computer.',
      mine: true,
    },
  ],
  application: [
    {
      capability: 'application.view',
      label: 'Request View',
      icon: AppWindow,
      hint: 'The customer is asked, then chooses one window or tab. You see nothing else.',
      mine: false,
    },
    {
      capability: 'application.control',
      label: 'Request Control',
      icon: MousePointerClick,
      hint: 'Your mouse and keyboard work in one application and nowhere else. It needs the Support Manager on the customer’s computer.',
      mine: false,
    },
    {
      capability: 'application.share-view',
      label: 'Share View',
      icon: Share,
      hint: 'You choose one window or tab; the customer sees nothing else of yours.',
      mine: true,
    },
    {
      capability: 'application.share-control',
      label: 'Share Control',
      icon: SquareMousePointer,
      hint: 'The customer may use one of your applications and nothing else. It needs the Support Manager on your computer.',
      mine: true,
    },
  ],
}

/** What the Desktop and the Application tab offer: seeing and using the customer's, showing mine and letting it be used. */
export function ScreenTools({ client, desk, kind }: ScreenToolsProps) {
  const shares = useObservable(desk.state)
  return (
    <div className="flex flex-wrap items-center gap-2">
      {TOOLS[kind].map(({ capability, label, icon: Icon, hint, mine }, index) => (
        <Fragment key={capability}>
          {index === 2 ? <span aria-hidden="true" className="h-6 border-s border-line max-sm:hidden" /> : null}
          <CapabilityButton
            client={client}
            capability={capability}
            label={label}
            icon={<Icon aria-hidden="true" className="size-4.5 shrink-0" />}
            hint={hint}
            ask={() => (mine ? desk.share(capability) : client.send('consent.request', { capability }))}
            problem={problemOf(shares, capability)}
            inRow
          />
        </Fragment>
      ))}
      <ClosedBecause client={client} tools={TOOLS[kind]} />
      <GetOwnProgram client={client} desk={desk} />
    </div>
  )
}

function problemOf({ problems, refusal }: ShareView, capability: Capability): string | undefined {
  const problem = problems[capability]
  if (problem) return captureWords(problem, capability)
  return refusal?.capability === capability ? sentenceOf(refusal.error) : undefined
}

interface ClosedBecauseProps {
  readonly client: SessionClient
  readonly tools: readonly Tool[]
}

/** Why buttons are closed, once for all that are closed for the same reason. */
function ClosedBecause({ client, tools }: ClosedBecauseProps) {
  const view = useObservable(client.state)
  const closed = tools.flatMap(({ capability, label }) => {
    const standing = standingOf(view, client.participantId, capability)
    return standing.is === 'closed' ? [{ because: standing.because, label }] : []
  })
  return [...Map.groupBy(closed, ({ because }) => because)].map(([because, those]) => (
    // Each button says it by itself to who hears and does not see.
    <p key={because} aria-hidden="true" className="order-1 basis-full text-sm text-ink-soft">
      {those.length < tools.length ? `${those.map(({ label }) => label).join(', ')}: ` : ''}
      {because}
    </p>
  ))
}

import type { Capability } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { AppWindow, Monitor, MonitorUp, Share } from 'lucide-react'
import { CapabilityButton, standingOf } from '../consent/index.ts'
import { captureWords } from './capture-words.ts'
import type { ShareDesk } from './share-desk.ts'

interface ScreenToolsProps {
  readonly client: SessionClient
  readonly desk: ShareDesk
  readonly kind: 'desktop' | 'application'
}

const ICON = 'size-4.5 shrink-0'

const WORDS = {
  desktop: {
    view: 'The customer is asked, then chooses a whole screen for you to see.',
    share: 'You choose one of your screens; the customer is asked whether to look at it.',
    icons: [
      <Monitor key="view" aria-hidden="true" className={ICON} />,
      <MonitorUp key="share" aria-hidden="true" className={ICON} />,
    ],
  },
  application: {
    view: 'The customer is asked, then chooses one window or tab. You see nothing else.',
    share: 'You choose one window or tab; the customer sees nothing else of yours.',
    icons: [
      <AppWindow key="view" aria-hidden="true" className={ICON} />,
      <Share key="share" aria-hidden="true" className={ICON} />,
    ],
  },
} as const

/** What the Desktop and the Application tab offer: seeing the customer's, showing mine. */
export function ScreenTools({ client, desk, kind }: ScreenToolsProps) {
  const { problems } = useObservable(desk.state)
  const view: Capability = `${kind}.view`
  const share: Capability = `${kind}.share-view`
  const problem = problems[share]
  const words = WORDS[kind]
  const standing = standingOf(useObservable(client.state), client.participantId, view)
  return (
    <div className="flex flex-wrap items-center gap-x-6 gap-y-2.5">
      <CapabilityButton
        client={client}
        capability={view}
        label="Request View"
        icon={words.icons[0]}
        hint={words.view}
        ask={() => client.send('consent.request', { capability: view })}
      />
      <CapabilityButton
        client={client}
        capability={share}
        label="Share View"
        icon={words.icons[1]}
        hint={words.share}
        ask={() => desk.share(share)}
        problem={problem ? captureWords(problem, share) : undefined}
      />
      {standing.is === 'closed' ? (
        <p aria-hidden="true" className="text-sm text-ink-soft">
          {standing.because}
        </p>
      ) : null}
    </div>
  )
}

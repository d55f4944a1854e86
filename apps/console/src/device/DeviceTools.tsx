import { CAPABILITY_OF } from '@deskside/protocol'
import type { DeviceKind } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Badge, Button, Dialog, useObservable } from '@deskside/ui'
import { lazyRouteComponent } from '@tanstack/react-router'
import { Cpu } from 'lucide-react'
import { Suspense } from 'react'
import { standingOf } from '../consent/index.ts'
import { deviceDeskOf } from './device-desk.ts'

const DevicePanel = lazyRouteComponent(() => import('./DevicePanel.tsx'), 'DevicePanel')
const KINDS = Object.keys(CAPABILITY_OF) as DeviceKind[]

/** The entry to what may be done with the customer's computer beside looking and driving. */
export function DeviceTools({ client }: { readonly client: SessionClient }) {
  const view = useObservable(client.state)
  // What was allowed begins whether or not the panel is open.
  useObservable(deviceDeskOf(client).state)
  const running = KINDS.filter((kind) => standingOf(view, client.participantId, CAPABILITY_OF[kind]).is === 'running')
  return (
    <Dialog
      title="Customer’s computer"
      description="Each is asked for by itself, and allowed in the Support Manager on the customer’s computer."
      width="large"
      trigger={
        <Button
          icon={<Cpu aria-hidden="true" className="size-4.5" />}
          aria-description={running.length > 0 ? `${running.length} running` : undefined}
        >
          Device
          {running.length > 0 ? (
            <span aria-hidden="true">
              <Badge strong tone="accent">
                {running.length}
              </Badge>
            </span>
          ) : null}
        </Button>
      }
    >
      <Suspense fallback={<p>Opening…</p>}>
        <DevicePanel client={client} />
      </Suspense>
    </Dialog>
  )
}

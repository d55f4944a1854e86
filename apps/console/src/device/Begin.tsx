import type { DeviceKind } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, useObservable } from '@deskside/ui'
import { deviceDeskOf } from './device-desk.ts'

interface BeginProps {
  readonly client: SessionClient
  readonly kind: DeviceKind
}

/** What was allowed to me in another page of mine, or before this one was loaded anew, begins by a click. */
export function Begin({ client, kind }: BeginProps) {
  const desk = deviceDeskOf(client)
  const { ready } = useObservable(desk.state)
  if (!ready.includes(kind)) return null
  return (
    <Button className="self-start" onClick={() => desk.begin(kind)}>
      It is allowed: begin
    </Button>
  )
}

import type { ProgramLink, SessionClient } from '@deskside/realtime'
import { ProgramStage, useObservable } from '@deskside/ui'
import { CAPABILITY_WORDS } from '../consent/index.ts'
import { ClipboardTools } from './ClipboardTools.tsx'
import { seenName } from './pictures.ts'
import type { Picture } from './pictures.ts'

interface ProgramPictureProps {
  readonly client: SessionClient
  readonly picture: Picture
  readonly link: ProgramLink
  readonly customerName: string
}

/** The customer's computer as their Support Manager shows it; with control, as a place to work in. */
export function ProgramPicture({ client, picture, link, customerName }: ProgramPictureProps) {
  const { kind, grants, control } = picture
  const { incoming } = useObservable(client.screen.state)
  // Granted, and the very program that shows the picture serves it: another one's control is not this picture's.
  const controls =
    control !== undefined &&
    incoming.some(({ grantId, programDeviceId }) => grantId === control.id && programDeviceId === link.device.deviceId)
  return (
    <ProgramStage
      label={seenName(kind)}
      link={link}
      kind={kind}
      person={customerName}
      control={controls}
      tools={<ClipboardTools client={client} clipboard={link.views.clipboard} customerName={customerName} />}
      stop={{
        what: grants.map(({ capability }) => `Stop ${CAPABILITY_WORDS[capability].what}`).join(', '),
        onStop: () => grants.forEach(({ id }) => client.screen.stop(id)),
      }}
      waiting="Connecting to the picture…"
    />
  )
}

import type { IncomingPicture, ProgramLink, SessionClient } from '@deskside/realtime'
import { ProgramStage } from '@deskside/ui'

export interface ProgramSeenProps {
  readonly client: SessionClient
  readonly link: ProgramLink
  readonly kind: 'desktop' | 'application'
  readonly label: string
  /** The name of the representative who shows it. */
  readonly person: string
  /** What is shown there to this customer, under which permissions. */
  readonly pictures: readonly IncomingPicture[]
}

/** A representative's computer as their Support Manager shows it; to be used where they share it with control. */
export function ProgramSeen({ client, link, kind, label, person, pictures }: ProgramSeenProps) {
  const served = pictures.filter(({ programDeviceId }) => programDeviceId === link.device.deviceId)
  return (
    <ProgramStage
      label={label}
      link={link}
      kind={kind}
      person={person}
      control={served.some(({ capability }) => capability.endsWith('.share-control'))}
      stop={{
        what: `${person}’s ${kind} is not shown any more`,
        onStop: () => pictures.forEach(({ grantId }) => client.screen.stop(grantId)),
      }}
      waiting="Connecting to the picture…"
    />
  )
}

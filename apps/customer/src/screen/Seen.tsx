import type { IncomingPicture, SessionClient } from '@deskside/realtime'
import { ScreenStage, arriving, useObservable } from '@deskside/ui'
import { useProgramSeen } from './use-program-seen.ts'

/** What the representatives show, each in a place of its own; nothing where nothing is shown. */
export function Seen({ client }: { readonly client: SessionClient }) {
  const { incoming } = useObservable(client.screen.state)
  if (incoming.length === 0) return null
  return (
    <div className="flex min-h-72 min-w-0 flex-auto flex-col gap-4 lg:min-h-0 lg:flex-1">
      {[...Map.groupBy(incoming, ({ fromId, capability }) => `${kindOf(capability)} ${fromId}`)].map(
        ([key, pictures]) => (
          // Looking at something and using it are one picture.
          <SeenPicture key={key} client={client} pictures={pictures} />
        ),
      )}
    </div>
  )
}

const kindOf = (capability: IncomingPicture['capability']): 'desktop' | 'application' =>
  capability.startsWith('desktop.') ? 'desktop' : 'application'

interface SeenPictureProps {
  readonly client: SessionClient
  readonly pictures: readonly IncomingPicture[]
}

function SeenPicture({ client, pictures }: SeenPictureProps) {
  const { story } = useObservable(client.state)
  const { link, stream } = arriving(
    pictures.map(({ grantId }) => grantId),
    useObservable(client.screen.state),
  )
  const ProgramSeen = useProgramSeen(pictures.some(({ programDeviceId }) => programDeviceId !== null))
  const [first] = pictures
  if (!first) return null
  const kind = kindOf(first.capability)
  const label = kind === 'desktop' ? "Representative's desktop" : "Representative's application"
  if (link && ProgramSeen) {
    const person = story.session.participants[first.fromId]?.name ?? 'Your representative'
    return ProgramSeen({ client, link, kind, label, person, pictures })
  }
  return (
    <ScreenStage
      label={label}
      stream={stream?.stream ?? null}
      quality={stream?.quality}
      waiting="Connecting to the picture…"
    />
  )
}

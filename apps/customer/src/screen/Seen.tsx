import type { SessionClient } from '@deskside/realtime'
import { ScreenStage, useObservable } from '@deskside/ui'

/** What the representative shows, or a quiet place that says so. */
export function Seen({ client }: { readonly client: SessionClient }) {
  const { incoming } = useObservable(client.screen.state)
  if (incoming.length === 0) return null
  return (
    <div className="flex min-h-72 min-w-0 flex-auto flex-col gap-4 lg:min-h-0 lg:flex-1">
      {incoming.map((picture) => (
        <ScreenStage
          key={picture.grantId}
          label={
            picture.capability.startsWith('desktop.') ? "Representative's desktop" : "Representative's application"
          }
          stream={picture.stream}
          quality={picture.quality}
          waiting="Connecting to the picture…"
        />
      ))}
    </div>
  )
}

import type { ConnectionPhase } from '@deskside/realtime'
import { Notice, Spinner } from '@deskside/ui'

/** Says that the line is down, for as long as it is; what is typed and allowed is kept. */
export function ConnectionNotice({ connection }: { readonly connection: ConnectionPhase }) {
  return (
    // Empty it takes no room, not even a gap.
    <div role="alert" className="empty:absolute">
      {connection === 'offline' ? (
        <Notice tone="warn" icon={<Spinner className="size-5" />}>
          Your connection was interrupted. We are reconnecting; nothing is lost.
        </Notice>
      ) : null}
    </div>
  )
}

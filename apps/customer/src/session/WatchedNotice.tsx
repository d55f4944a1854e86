import { presentWatchers } from '@deskside/protocol'
import type { SessionState } from '@deskside/protocol'
import { Notice } from '@deskside/ui'
import { Eye } from 'lucide-react'

/** Who looks on, as far as the customer is told, and what the site says about it. */
export function WatchedNotice({ session }: { readonly session: SessionState }) {
  const names = presentWatchers(session).map(({ name }) => name)
  return (
    <>
      <div role="status" className="empty:absolute">
        {names.length > 0 ? (
          <Notice tone="accent" icon={<Eye className="size-5" />}>
            <bdi>{names.join(' and ')}</bdi> from <bdi>{session.siteName}</bdi> {names.length === 1 ? 'looks' : 'look'}{' '}
            on: they read this chat and see what happens here, but not your screen.
          </Notice>
        ) : null}
      </div>
      {session.disclosure === null ? null : <p className="text-sm text-ink-soft wrap-anywhere">{session.disclosure}</p>}
    </>
  )
}

import { fetchPass } from '@deskside/realtime'
import { formatCode } from '@deskside/ui'
import { CopyButton } from '../platform/CopyButton.tsx'
import { Card } from '../platform/Page.tsx'
import { useLiveSessions } from '../platform/live.tsx'

/** A program that was fetched by hand asks for a code: here is one for each session that runs. */
export function SessionCodes() {
  const sessions = useLiveSessions()
  return (
    <Card title="Use it in a session">
      <p className="mb-3 text-ink-soft">
        From a session’s own page nobody types anything: the code is in the file’s name. A Support Manager that was
        downloaded here asks for one. It brings the program in as you, works once and for ten minutes.
      </p>
      {sessions.length === 0 ? <p>You are in no session now.</p> : null}
      <ul className="flex flex-col gap-2">
        {sessions.map(({ client: { sessionId }, view: { story } }) => {
          const customer = Object.values(story.session.participants).findLast((p) => p.role === 'customer')
          const name = customer?.name ?? 'nobody yet'
          return (
            <li key={sessionId} className="flex flex-wrap items-center justify-between gap-3">
              <span className="min-w-0 wrap-anywhere">
                Session with <bdi>{name}</bdi>
              </span>
              <CopyButton
                label="Copy a code"
                aria-label={`Copy a code for the session with ${name}`}
                size="small"
                text={async () => formatCode((await fetchPass(sessionId)).code)}
              />
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

import { presentParticipant } from '@deskside/protocol'
import { runsProgram } from '@deskside/realtime'
import type { SessionClient } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { AppWindow } from 'lucide-react'

/** Whether the Support Manager runs on this customer's computer and how to stop it; or that this site does without one. */
export function ProgramLine({ client }: { readonly client: SessionClient }) {
  const { story, devices } = useObservable(client.state)
  if (!presentParticipant(story.session, client.participantId)) return null
  if (!story.session.supportManagerAllowed) {
    return (
      <p className="text-sm text-ink-soft">
        This site works without any program: you never need to download or start one here.
      </p>
    )
  }
  return (
    // There all the time, so that it is read out when the words come.
    <div role="status" className="empty:absolute">
      {runsProgram(devices, client.participantId) ? (
        <p className="flex items-start gap-3 rounded-card border border-line bg-surface px-4 py-3">
          <AppWindow aria-hidden="true" className="mt-0.5 size-5 shrink-0 text-accent-ink" />
          <span>
            The Support Manager is running on your computer. To stop it, close its small window, or leave the session.
          </span>
        </p>
      ) : null}
    </div>
  )
}

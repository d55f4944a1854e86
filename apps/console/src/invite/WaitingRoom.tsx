import type { Knock } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Checkbox, useObservable } from '@deskside/ui'
import { ExternalLink } from 'lucide-react'
import { changeSettings, settings } from '../platform/settings.ts'
import { CopyButton } from '../platform/CopyButton.tsx'
import { KnockCard } from './KnockCard.tsx'
import { NumberReadout } from './NumberReadout.tsx'
import { SendButtons } from './SendButtons.tsx'
import { newLink } from './invitations.ts'

/** The stage while no customer is in the session: who knocks, and how to bring somebody here. */
export function WaitingRoom({ client, numberHere }: { readonly client: SessionClient; readonly numberHere: boolean }) {
  const { story } = useObservable(client.state)
  const { sound } = useObservable(settings)
  const knocks: Knock[] = Object.values(story.session.knocks).sort((a, b) => a.at - b.at)
  return (
    <div className="m-auto flex w-full max-w-2xl flex-col gap-4 p-4">
      {knocks.length > 0 ? (
        <section aria-label="Waiting to come in" className="flex flex-col gap-3">
          {knocks.map((knock) => (
            <KnockCard key={knock.id} client={client} knock={knock} />
          ))}
        </section>
      ) : null}
      <section
        aria-label="Bring the customer here"
        className="rounded-card border border-line bg-surface p-5 shadow-card sm:p-6"
      >
        <NumberReadout client={client} main={numberHere} quiet={knocks.length > 0} />
        <div className="mt-5 border-t border-line pt-4">
          <p className="mb-3 text-center text-ink-soft">Or send a link, which works once:</p>
          <div className="flex flex-wrap items-start justify-center gap-3">
            <CopyButton label="Copy link" text={() => newLink(client.sessionId, 'customer')} />
            <SendButtons client={client} />
          </div>
        </div>
      </section>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 text-sm">
        <Checkbox
          label="Play a sound when somebody knocks"
          checked={sound}
          onChange={(event) => changeSettings({ sound: event.target.checked })}
        />
        <a
          href="/"
          target="_blank"
          rel="noopener"
          className="inline-flex min-h-6 items-center gap-1.5 text-accent-ink underline underline-offset-2"
        >
          Try it on yourself
          <ExternalLink aria-hidden="true" className="size-4" />
          <span className="sr-only">(opens the customer’s page in a new window)</span>
        </a>
      </div>
    </div>
  )
}

import type { SessionState, Story } from '@deskside/protocol'
import { MessageText, formatClock } from '@deskside/ui'
import { nameIn } from './conversations.ts'

/** All that was said and that the reader may know, in order. */
export function Transcript({ story, me }: { readonly story: Story; readonly me: string | null }) {
  const { chat, session } = story
  if (chat.length === 0) return <p className="text-ink-soft">Nobody wrote anything.</p>
  return (
    <div className="flex flex-col gap-3">
      {chat.map((message) => (
        <article key={message.id} className="wrap-anywhere">
          <p className="flex flex-wrap items-baseline gap-x-2 text-sm text-ink-soft">
            <bdi className="font-semibold text-ink">{nameIn(session, message.from)}</bdi>
            <time dateTime={new Date(message.at).toISOString()}>{formatClock(message.at)}</time>
            {message.to.kind === 'participant' ? <span>{onlyTo(session, message.to.participantId, me)}</span> : null}
          </p>
          <MessageText text={message.text} />
        </article>
      ))}
    </div>
  )
}

function onlyTo(session: SessionState, id: string, me: string | null): string {
  return id === me ? 'only to you' : `only to ${nameIn(session, id)}`
}

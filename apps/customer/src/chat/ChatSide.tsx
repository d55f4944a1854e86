import { presentRepresentatives } from '@deskside/protocol'
import type { ChatTarget } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { ChatPanel, cx, useObservable } from '@deskside/ui'
import { useState } from 'react'

const EVERYONE: ChatTarget = { kind: 'everyone' }

interface ChatSideProps {
  readonly client: SessionClient
  /** It stands beside a picture, which gets most of the room. */
  readonly beside: boolean
}

/**
 * One conversation for a person under stress: all that is said to them, by whomever. What is for them alone says so. With
 * several representatives they may also write to one of them.
 */
export function ChatSide({ client, beside }: ChatSideProps) {
  const { story, outbox, typing } = useObservable(client.state)
  const representatives = presentRepresentatives(story.session)
  const [to, setTo] = useState<string>('')
  const chosen = representatives.find((r) => r.id === to)
  const target: ChatTarget = chosen ? { kind: 'participant', participantId: chosen.id } : EVERYONE
  const nameOf = (id: string) => story.session.participants[id]?.name ?? 'Somebody who left'
  const only = representatives.length === 1 ? representatives[0]?.name : undefined
  return (
    <section
      aria-label="Chat"
      className={cx(
        // Its height is what is left of the window, never what is written in it.
        'flex h-72 min-h-72 w-full flex-[1_0_18rem] flex-col rounded-card border border-line bg-surface',
        beside && 'lg:h-auto lg:min-h-0 lg:w-96 lg:flex-none',
      )}
    >
      <ChatPanel
        with={only ?? 'everyone'}
        className="min-h-0 flex-1"
        messages={story.chat}
        outbox={outbox}
        ownId={client.participantId}
        nameOf={nameOf}
        noteOf={({ to: whom, from }) => {
          if (whom.kind === 'everyone') return undefined
          return from === client.participantId ? `only to ${nameOf(whom.participantId)}` : 'only to you'
        }}
        typing={typing.map(({ from }) => nameOf(from))}
        emptyText="Write here whenever you like."
        onPost={(text) => client.post(target, text)}
        onTyping={(on) => client.typing(target, on)}
        onRetry={(id) => client.retry(id)}
        onDiscard={(id) => client.discard(id)}
        extra={
          representatives.length > 1 ? (
            <label className="flex items-center gap-2 pt-2 text-sm">
              To
              <select
                value={to}
                onChange={(event) => setTo(event.target.value)}
                className="min-h-8 rounded-control border border-line-strong bg-surface px-2"
              >
                <option value="">everyone</option>
                {representatives.map((r) => (
                  <option key={r.id} value={r.id}>
                    only {r.name}
                  </option>
                ))}
              </select>
            </label>
          ) : null
        }
      />
    </section>
  )
}

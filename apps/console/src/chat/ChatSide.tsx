import type { SessionClient } from '@deskside/realtime'
import { Badge, ChatPanel, Tab, TabList, TabPanel, Tabs, useObservable } from '@deskside/ui'
import { useState } from 'react'
import { conversationsOf, nameIn } from './conversations.ts'
import type { Conversation } from './conversations.ts'
import { EVERYONE, conversationOf, keyOfTarget, targetOfKey } from './unread.ts'
import { useReading } from './use-reading.ts'
import { useUnread } from './use-unread.ts'

/** Texts begun and not sent, by session and conversation: they outlast a change of panel. */
const drafts = new Map<string, string>()

interface ChatSideProps {
  readonly client: SessionClient
  /** The chat is on the screen, so that what comes in counts as read. */
  readonly visible: boolean
}

/** Chat with everyone, and privately with each other person in the session. */
export function ChatSide({ client, visible }: ChatSideProps) {
  const view = useObservable(client.state)
  const unread = useUnread(client, view)
  const [chosen, choose] = useState(EVERYONE)
  const conversations = conversationsOf(view.story, client.participantId)
  const current = conversations.some(({ key }) => key === chosen) ? chosen : EVERYONE
  return (
    <Tabs value={current} onChange={choose} className="min-h-0 flex-1">
      <TabList label="Conversations" className="px-2 text-sm">
        {conversations.map(({ key, name }) => (
          <Tab key={key} value={key} mark={unread[key] ? <Badge strong>{unread[key]}</Badge> : null}>
            <bdi className="max-w-32 truncate">{key === EVERYONE ? 'Everyone' : name}</bdi>
            {unread[key] ? <span className="sr-only">, {unread[key]} unread</span> : null}
          </Tab>
        ))}
      </TabList>
      {conversations.map((conversation) => (
        <TabPanel key={conversation.key} value={conversation.key} className="flex flex-col">
          <Talk client={client} conversation={conversation} visible={visible && conversation.key === current} />
        </TabPanel>
      ))}
    </Tabs>
  )
}

const CLOSED: Readonly<Record<NonNullable<Conversation['closed']>, (name: string) => string>> = {
  left: (name) => `${name} is no longer in the session.`,
  watching: () => 'You watch: write to a representative by name, and only they read it.',
}

interface TalkProps extends ChatSideProps {
  readonly conversation: Conversation
}

function Talk({ client, conversation, visible }: TalkProps) {
  const { sessionId, participantId: me } = client
  const { key, name, closed } = conversation
  const { story, outbox, typing } = useObservable(client.state)
  const draftKey = `${sessionId} ${key}`
  const [draft, setDraft] = useState(() => drafts.get(draftKey) ?? '')
  const to = targetOfKey(key)
  const { newAfter, answered } = useReading(client, key, visible)
  return (
    <ChatPanel
      className="min-h-0 flex-1"
      with={name}
      ownId={me}
      messages={story.chat.filter((message) => conversationOf(message, me) === key)}
      outbox={outbox.filter((entry) => keyOfTarget(entry.to) === key)}
      typing={typing.filter((mark) => conversationOf(mark, me) === key).map((mark) => nameIn(story.session, mark.from))}
      nameOf={(id) => nameIn(story.session, id)}
      readUpTo={newAfter}
      draft={draft}
      onDraft={(text) => {
        drafts.set(draftKey, text)
        setDraft(text)
      }}
      onPost={(text) => {
        answered()
        client.post(to, text)
      }}
      onTyping={(isTyping) => client.typing(to, isTyping)}
      onRetry={(commandId) => client.retry(commandId)}
      onDiscard={(commandId) => client.discard(commandId)}
      closed={closed && CLOSED[closed](name)}
      emptyText={
        key === EVERYONE
          ? 'Everyone in the session reads what you write here.'
          : `Only ${name} reads what you write here.`
      }
    />
  )
}

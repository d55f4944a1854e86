import { cx } from '../class-names.ts'
import { ChatComposer } from './ChatComposer.tsx'
import type { ChatComposerProps } from './ChatComposer.tsx'
import { ChatLog } from './ChatLog.tsx'
import type { ChatLogProps } from './ChatLog.tsx'

type ChatPanelProps = Omit<ChatLogProps, 'label'> &
  ChatComposerProps & {
    /** With whom: `everyone`, or a person's name. */
    readonly with: string
    /** Names of those who are typing to the reader. */
    readonly typing?: readonly string[]
    readonly className?: string
  }

/**
 * A conversation: the messages, who is typing, and the box to write in. It fills the height that it is given and
 * knows nothing of the connection: what it shows comes in, what is done goes out.
 */
export function ChatPanel(props: ChatPanelProps) {
  const { typing = [], className } = props
  return (
    <div className={cx('flex min-h-0 flex-col', className)}>
      <ChatLog {...props} label={`Chat with ${props.with}`} />
      <p className="min-h-6 px-4 text-sm text-ink-soft wrap-anywhere">{typingLine(typing)}</p>
      <ChatComposer {...props} />
    </div>
  )
}

function typingLine(names: readonly string[]): string {
  const [first, second] = names
  if (first === undefined) return ''
  if (second === undefined) return `${first} is typing…`
  return names.length === 2 ? `${first} and ${second} are typing…` : 'Several people are typing…'
}

import type { ChatMessage } from '@deskside/protocol'
import { ArrowDown, CircleAlert, MessagesSquare } from 'lucide-react'
import { Fragment } from 'react'
import { Button } from '../Button.tsx'
import { cx } from '../class-names.ts'
import { formatClock, formatMoment } from '../format-time.ts'
import { MessageText } from './MessageText.tsx'
import { useStayAtEnd } from './use-stay-at-end.ts'

/** A message of one's own that the server has not stored yet. */
export interface WaitingMessage {
  readonly commandId: string
  readonly text: string
  /** Why it was refused; null while it is on its way. */
  readonly error: { readonly message: string } | null
}

export interface ChatLogProps {
  /** The accessible name: `Chat with everyone`, `Chat with Anna`. */
  readonly label: string
  /** Oldest first. */
  readonly messages: readonly ChatMessage[]
  readonly outbox: readonly WaitingMessage[]
  /** The reader's own participant id. */
  readonly ownId: string
  readonly nameOf: (participantId: string) => string
  /** The `seq` of the last message that was read; what others wrote after it stands below a line. */
  readonly readUpTo?: number | undefined
  /** Said beside a message's time, for instance "only to you". */
  readonly noteOf?: (message: ChatMessage) => string | undefined
  readonly onRetry: (commandId: string) => void
  readonly onDiscard: (commandId: string) => void
  /** Said while there is no message. */
  readonly emptyText?: string
}

/** The messages of a conversation. A reader who scrolled back is left there; one at the end stays at the end. */
export function ChatLog(props: ChatLogProps) {
  const { label, messages, outbox, ownId, readUpTo, emptyText = 'No messages yet.' } = props
  const { ref, atEnd, toEnd, onScroll } = useStayAtEnd(messages.length, outbox.length)
  const firstUnread =
    readUpTo === undefined ? undefined : messages.find((m) => m.seq > readUpTo && m.from !== ownId)?.seq
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={ref}
        role="log"
        aria-label={label}
        aria-live="polite"
        aria-relevant="additions"
        tabIndex={0}
        onScroll={onScroll}
        // Relative: what is only for screen readers stays in it, and does not make the page longer.
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain px-4 py-3 -outline-offset-2"
      >
        {messages.length === 0 && outbox.length === 0 ? (
          <p className="flex flex-col items-center gap-2 px-2 py-8 text-center text-ink-soft text-balance">
            <MessagesSquare aria-hidden="true" className="size-7 opacity-70" />
            {emptyText}
          </p>
        ) : null}
        {messages.map((message, index) => (
          <Fragment key={message.id}>
            {message.seq === firstUnread ? <UnreadLine /> : null}
            <Message {...props} message={message} follows={follows(messages[index - 1], message, firstUnread)} />
          </Fragment>
        ))}
        {outbox.map((entry) => (
          <Waiting key={entry.commandId} entry={entry} onRetry={props.onRetry} onDiscard={props.onDiscard} />
        ))}
      </div>
      {atEnd ? null : (
        <Button
          size="small"
          icon={<ArrowDown aria-hidden="true" className="size-4" />}
          onClick={toEnd}
          className="absolute bottom-3 self-center shadow-float"
        >
          Newest messages
        </Button>
      )}
    </div>
  )
}

const CLOSE_MS = 5 * 60_000

/** Whether a message stands under the name and time of the one before it. */
function follows(before: ChatMessage | undefined, message: ChatMessage, firstUnread: number | undefined): boolean {
  if (!before || message.seq === firstUnread) return false
  return before.from === message.from && target(before) === target(message) && message.at - before.at < CLOSE_MS
}
const target = ({ to }: ChatMessage): string => (to.kind === 'everyone' ? '' : to.participantId)

function UnreadLine() {
  return (
    <div
      role="separator"
      aria-label="New messages"
      className="my-3 flex items-center gap-3 text-sm font-semibold text-accent-ink"
    >
      <span className="h-px flex-1 bg-accent" />
      <span aria-hidden="true">New</span>
      <span className="h-px flex-1 bg-accent" />
    </div>
  )
}

function Message({
  message,
  follows: joined,
  ownId,
  nameOf,
  noteOf,
}: ChatLogProps & { readonly message: ChatMessage; readonly follows: boolean }) {
  const own = message.from === ownId
  const note = noteOf?.(message)
  return (
    <div className={cx('flex flex-col', own ? 'items-end' : 'items-start', joined ? 'mt-1' : 'mt-4 first:mt-0')}>
      <div className={cx('mb-1 flex flex-wrap items-baseline gap-x-2 text-sm text-ink-soft', joined && 'sr-only')}>
        <bdi className="font-medium text-ink">{own ? 'You' : nameOf(message.from)}</bdi>
        <time dateTime={new Date(message.at).toISOString()} title={formatMoment(message.at)}>
          {formatClock(message.at)}
        </time>
        {note ? <span className="font-medium text-accent-ink">{note}</span> : null}
      </div>
      <div
        className={cx(
          BUBBLE,
          own ? 'bg-accent-soft text-ink rounded-ee-sm' : 'bg-surface-sunken text-ink rounded-es-sm',
        )}
      >
        <MessageText text={message.text} />
      </div>
    </div>
  )
}

const BUBBLE = 'edge-in-forced-colors max-w-[min(88%,36rem)] rounded-card px-3.5 py-2'

interface WaitingProps {
  readonly entry: WaitingMessage
  readonly onRetry: (commandId: string) => void
  readonly onDiscard: (commandId: string) => void
}
function Waiting({ entry, onRetry, onDiscard }: WaitingProps) {
  return (
    <div className="mt-2 flex flex-col items-end">
      <div
        className={cx(
          BUBBLE,
          'rounded-ee-sm border border-dashed text-ink',
          entry.error ? 'border-danger-ink' : 'border-line-strong',
        )}
      >
        <MessageText text={entry.text} />
      </div>
      {entry.error ? (
        <div className="mt-1 flex max-w-[88%] flex-col items-end gap-1.5 text-sm text-danger-ink">
          <p className="flex gap-1.5 text-end">
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            Not sent. {entry.error.message}
          </p>
          <div className="flex gap-2">
            <Button size="small" look="quiet" onClick={() => onDiscard(entry.commandId)}>
              Discard
            </Button>
            <Button size="small" onClick={() => onRetry(entry.commandId)}>
              Retry
            </Button>
          </div>
        </div>
      ) : (
        <p className="mt-1 text-sm text-ink-soft">Sending…</p>
      )}
    </div>
  )
}

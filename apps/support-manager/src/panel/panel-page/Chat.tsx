import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { TargetedKeyboardEvent } from 'preact'
import type { PanelMessage, PanelState } from '../panel-state.ts'
import type { Act } from './panel-link.ts'
import { useAct } from './use-act.ts'
import { WORDS, chatWith, unreadWords } from './words.ts'

const MESSAGE_LENGTH = 4_000
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' })

interface ChatProps {
  readonly state: PanelState
  readonly act: Act
  /** A question lies over it. */
  readonly covered: boolean
}

export function Chat({ state, act, covered }: ChatProps) {
  const { chat, unread } = state
  const name = `Chat with ${chatWith(state)}`
  const { log, atEnd, onScroll } = useStayAtEnd(chat.length)
  useRead({ act, unread, seen: atEnd && !covered })
  return (
    <section class="chat" aria-label={name}>
      <h2>
        {name}
        {unread > 0 ? <span class="badge">{unreadWords(unread)}</span> : null}
      </h2>
      <div class="log" role="log" aria-label={name} aria-live="polite" tabIndex={0} ref={log} onScroll={onScroll}>
        {chat.length === 0 ? <p class="empty">{WORDS.noMessages}</p> : null}
        {chat.map((message, index) => (
          <Message key={message.id} message={message} follows={follows(chat[index - 1], message)} />
        ))}
      </div>
      <Composer act={act} />
    </section>
  )
}

const CLOSE_MS = 5 * 60_000
const follows = (before: PanelMessage | undefined, message: PanelMessage): boolean =>
  before !== undefined &&
  before.mine === message.mine &&
  before.from === message.from &&
  message.at - before.at < CLOSE_MS

function Message({ message, follows: joined }: { readonly message: PanelMessage; readonly follows: boolean }) {
  const { at, from, mine, text } = message
  return (
    <div class={`message${mine ? ' mine' : ''}${joined ? ' joined' : ''}`}>
      <p class={joined ? 'sr-only' : 'soft'}>
        <bdi>{mine ? WORDS.you : from}</bdi> <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>
      </p>
      <p class="bubble" dir="auto">
        {text}
      </p>
    </div>
  )
}

function Composer({ act }: { readonly act: Act }) {
  const [text, setText] = useState('')
  const doing = useAct(act)
  const send = async () => {
    const said = text.trim()
    if (said === '' || doing.busy) return
    if (await doing.run({ do: 'say', text: said })) setText((now) => (now.trim() === said ? '' : now))
  }
  const key = (event: TargetedKeyboardEvent<HTMLTextAreaElement>) => {
    // While an input method composes, Enter takes its proposal.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    void send()
  }
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      {doing.problem ? (
        <p class="notice warn" role="alert">
          {doing.problem}
        </p>
      ) : null}
      <div class="composer-line">
        <textarea
          aria-label={WORDS.message}
          placeholder={WORDS.messageHint}
          dir="auto"
          rows={1}
          maxLength={MESSAGE_LENGTH}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={key}
        />
        <button type="submit" class="primary">
          {WORDS.send}
        </button>
      </div>
    </form>
  )
}

/** Keeps a reader who is at the end there, and leaves one who scrolled back where they are. */
function useStayAtEnd(count: number) {
  const log = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  useLayoutEffect(() => {
    const element = log.current
    if (element && atEnd) element.scrollTo(0, element.scrollHeight)
  }, [count, atEnd])
  useEffect(() => {
    // A permission that appears, or the window's edge, makes the log lower: its end stays in sight.
    const element = log.current
    if (!element || !atEnd) return undefined
    const watcher = new ResizeObserver(() => element.scrollTo(0, element.scrollHeight))
    watcher.observe(element)
    return () => watcher.disconnect()
  }, [atEnd])
  const onScroll = () => {
    const element = log.current
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < 24)
  }
  return { log, atEnd, onScroll }
}

/** Says that the messages are read, once they are in sight of somebody who looks at the window. */
function useRead({ act, unread, seen }: { readonly act: Act; readonly unread: number; readonly seen: boolean }): void {
  const [looking, setLooking] = useState(document.hasFocus())
  useEffect(() => {
    const look = () => setLooking(document.hasFocus())
    for (const event of ['focus', 'blur']) window.addEventListener(event, look)
    return () => {
      for (const event of ['focus', 'blur']) window.removeEventListener(event, look)
    }
  }, [])
  useEffect(() => {
    if (unread > 0 && seen && looking) void act({ do: 'read' })
  }, [act, unread, seen, looking])
}

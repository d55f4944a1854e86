import { CHAT_MESSAGE_LENGTH, ERRORS } from '@deskside/protocol'
import { SendHorizontal } from 'lucide-react'
import { useId, useState } from 'react'
import type { KeyboardEvent, ReactNode } from 'react'
import { Button } from '../Button.tsx'
import { cx } from '../class-names.ts'
import { FIELD_CLASSES } from '../TextField.tsx'
import { useTypingMark } from './use-typing-mark.ts'

export interface ChatComposerProps {
  readonly onPost: (text: string) => void
  readonly onTyping?: ((typing: boolean) => void) | undefined
  /** Why nothing can be written now, shown in place of the box's hint; the text stays. */
  readonly closed?: string | undefined
  /** Where the text is kept when the panel goes and comes; else in the panel. */
  readonly draft?: string
  readonly onDraft?: (text: string) => void
  /** Beside the button, for instance whom it goes to. */
  readonly extra?: ReactNode
}

const COUNT_FROM = CHAT_MESSAGE_LENGTH * 0.9
const digits = new Intl.NumberFormat()

/** The box to write in. Nothing leaves it but by Send or Enter, and nothing is ever cut off. */
export function ChatComposer({ onPost, onTyping, closed, draft, onDraft, extra }: ChatComposerProps) {
  const [own, setOwn] = useState('')
  const text = draft ?? own
  const [error, setError] = useState<string>()
  const typing = useTypingMark(onTyping)
  const id = useId()

  const write = (next: string) => {
    setOwn(next)
    onDraft?.(next)
    setError(undefined)
    typing.wrote(next)
  }
  const send = () => {
    if (closed) return
    const length = text.trim().length
    if (length === 0) return setError(ERRORS['chat.empty'].sentence)
    if (length > CHAT_MESSAGE_LENGTH) return setError(ERRORS['chat.too-long'].sentence)
    onPost(text.trim())
    write('')
  }
  const key = (event: KeyboardEvent) => {
    // While an input method composes, Enter takes its proposal.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }

  const length = text.trim().length
  const long = length > CHAT_MESSAGE_LENGTH
  const words = error ?? (long ? ERRORS['chat.too-long'].sentence : undefined) ?? closed
  return (
    <form
      className="border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <div className="flex items-end gap-2">
        <textarea
          aria-label="Message"
          aria-describedby={words ? `${id}-words` : undefined}
          aria-invalid={error || long ? true : undefined}
          placeholder="Write a message"
          dir="auto"
          rows={1}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={key}
          onBlur={typing.stopped}
          enterKeyHint="send"
          className={cx(
            FIELD_CLASSES,
            'field-sizing-content max-h-40 min-h-11 min-w-0 flex-1 resize-none px-3 py-2 wrap-anywhere',
          )}
        />
        <Button type="submit" look="primary" className="min-h-11" aria-disabled={closed ? true : undefined}>
          <SendHorizontal aria-hidden="true" className="size-5 rtl:-scale-x-100" />
          <span className="max-sm:sr-only">Send</span>
        </Button>
      </div>
      {extra}
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <p
          id={`${id}-words`}
          role="status"
          className={cx(error || long ? 'font-medium text-danger-ink' : 'text-ink-soft', words && 'pt-1.5')}
        >
          {words}
        </p>
        {length >= COUNT_FROM ? (
          <p className={cx('pt-1.5 tabular-nums', long ? 'font-medium text-danger-ink' : 'text-ink-soft')}>
            {digits.format(length)} of {digits.format(CHAT_MESSAGE_LENGTH)} characters
          </p>
        ) : null}
      </div>
    </form>
  )
}

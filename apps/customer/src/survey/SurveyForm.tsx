import { COMMENT_MOST } from '@deskside/protocol'
import { ApiError } from '@deskside/realtime'
import type { SurveyClient, SurveyView } from '@deskside/realtime'
import { Button, Notice, TextAreaField } from '@deskside/ui'
import { useId, useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { RATING_WORDS } from './rating-words.ts'

interface SurveyFormProps {
  readonly client: SurveyClient
  readonly survey: Extract<SurveyView, { is: 'asked' }>
}

/** The queue's question: one of five answers, a few words where somebody likes, and the way past it. */
export function SurveyForm({ client, survey }: SurveyFormProps) {
  const [rating, setRating] = useState<number>()
  const [comment, setComment] = useState('')
  const [missing, setMissing] = useState(false)
  const { busy, failure, run } = useCall()
  const first = useRef<HTMLInputElement>(null)

  const send = (event: FormEvent): void => {
    event.preventDefault()
    if (rating !== undefined) return run('send', () => client.answer({ rating, comment }))
    setMissing(true)
    first.current?.focus()
  }
  return (
    <form
      noValidate
      onSubmit={send}
      className="flex flex-col gap-4 rounded-card border border-line bg-surface p-6 shadow-card"
    >
      <Ratings
        question={survey.question}
        about={survey.representativeName}
        chosen={rating}
        missing={missing && rating === undefined}
        first={first}
        onChoose={setRating}
      />
      <TextAreaField
        label="Anything else you would like to say?"
        mark="if you like"
        rows={3}
        maxLength={COMMENT_MOST}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      {failure ? (
        <Notice tone="warn" role="alert">
          {failure}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="primary" busy={busy === 'send'}>
          Send answer
        </Button>
        <Button look="quiet" busy={busy === 'skip'} onClick={() => run('skip', () => client.skip())}>
          Skip
        </Button>
      </div>
    </form>
  )
}

/** One call at a time, and what went wrong with the last. */
function useCall() {
  const [busy, setBusy] = useState<'send' | 'skip'>()
  const [failure, setFailure] = useState<string>()
  const run = (what: 'send' | 'skip', call: () => Promise<void>): void => {
    if (busy) return
    setBusy(what)
    setFailure(undefined)
    void call()
      .catch((error: unknown) =>
        setFailure(error instanceof ApiError ? error.message : 'Something went wrong. Try again.'),
      )
      .finally(() => setBusy(undefined))
  }
  return { busy, failure, run }
}

interface RatingsProps {
  readonly question: string
  /** Who helped; may be empty. */
  readonly about: string
  readonly chosen: number | undefined
  readonly missing: boolean
  readonly first: React.RefObject<HTMLInputElement | null>
  readonly onChoose: (rating: number) => void
}

function Ratings({ question, about, chosen, missing, first, onChoose }: RatingsProps) {
  const id = useId()
  return (
    <fieldset
      role="radiogroup"
      aria-required
      aria-invalid={missing ? true : undefined}
      aria-describedby={
        [missing ? `${id}-missing` : '', about ? `${id}-about` : ''].filter(Boolean).join(' ') || undefined
      }
      className="flex min-w-0 flex-col"
    >
      <legend dir="auto" className="text-lg font-semibold text-balance wrap-anywhere">
        {question}
      </legend>
      {about ? (
        <p id={`${id}-about`} className="text-ink-soft wrap-anywhere">
          Your session with <bdi>{about}</bdi>.
        </p>
      ) : null}
      <div className="mt-3 flex flex-col gap-2">
        {RATING_WORDS.map(({ rating, words }, index) => (
          <label
            key={rating}
            className="flex min-h-11 cursor-pointer items-center gap-3 rounded-control border border-line-strong px-4 py-2 hover:bg-surface-hover has-checked:border-accent has-checked:bg-accent-soft has-checked:font-medium has-checked:text-accent-ink"
          >
            <input
              ref={index === 0 ? first : undefined}
              type="radio"
              name={`${id}-rating`}
              value={rating}
              checked={chosen === rating}
              onChange={() => onChoose(rating)}
              className="size-5 shrink-0 accent-accent"
            />
            {words}
          </label>
        ))}
      </div>
      {missing ? (
        <p id={`${id}-missing`} className="mt-2 flex gap-1.5 text-sm font-medium text-danger-ink">
          <span aria-hidden="true">⚠</span>
          <span>Choose one of the answers, or skip the question.</span>
        </p>
      ) : null}
    </fieldset>
  )
}

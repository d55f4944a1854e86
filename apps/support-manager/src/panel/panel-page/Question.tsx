import { useEffect, useRef, useState } from 'preact/hooks'
import type { TargetedKeyboardEvent } from 'preact'
import type { PanelQuestion } from '../panel-state.ts'
import { Choices } from './Choices.tsx'
import { Icon } from './Icon.tsx'
import type { Act } from './panel-link.ts'
import { useAct } from './use-act.ts'
import { useArmed } from './use-armed.ts'
import { WORDS, secondsLeft } from './words.ts'

/** A key that was held down since before the question came is meant for something else. */
function dropRepeats(event: TargetedKeyboardEvent<HTMLButtonElement>): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault()
}

interface QuestionProps {
  readonly question: PanelQuestion
  readonly act: Act
}

/** One question, in plain words. No is where the focus is; nothing counts before there was time to read. */
export function Question({ question, act }: QuestionProps) {
  const { choices, detail, means, warn } = question
  const only = choices?.options.length === 1 ? choices.options[0]?.id : undefined
  const [chosen, setChosen] = useState<string | undefined>(only)
  const [everything, setEverything] = useState(false)
  const armed = useArmed()
  const doing = useAct(act)
  const decline = useRef<HTMLButtonElement>(null)
  const body = useRef<HTMLDivElement>(null)
  useEffect(() => decline.current?.focus(), [])

  const choice = choices?.options.find((option) => option.id === chosen)?.id
  const possible = choices === undefined || choices.options.length > 0
  const answer = (allowed: boolean) => {
    if (!armed || doing.busy) return
    if (!allowed) return void doing.run({ do: 'decline', questionId: question.id })
    if (choices && choice === undefined) {
      // It may be further down than the window shows.
      body.current?.querySelector<HTMLInputElement>('input[type=radio]')?.focus()
      return doing.say(WORDS.choose[choices.kind])
    }
    void doing.run({ do: 'allow', questionId: question.id, everything, ...(choice === undefined ? {} : { choice }) })
  }
  const answering = { 'aria-disabled': !armed || doing.busy, onKeyDown: dropRepeats }
  return (
    <div class="curtain">
      <div class="question" role="alertdialog" aria-labelledby="question-title" aria-describedby="question-means">
        <div class="question-body" ref={body}>
          <h1 id="question-title">
            <bdi>{question.name}</bdi> {question.asks}
          </h1>
          <div id="question-means">
            {warn ? (
              <p class="notice warn">
                <Icon name="warn" />
                <span>{warn}</span>
              </p>
            ) : null}
            <ul class="means">
              {means.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </div>
          {detail === undefined ? null : <Detail text={detail} />}
          {choices ? <Choices choices={choices} chosen={choice} onChoose={setChosen} /> : null}
          {question.everythingOffered && possible ? (
            <label class="tick">
              <input
                type="checkbox"
                checked={everything}
                onChange={(event) => setEverything(event.currentTarget.checked)}
              />
              <span>{WORDS.everything}</span>
            </label>
          ) : null}
        </div>
        <div class="question-foot">
          {doing.problem ? (
            <p class="notice warn" role="alert">
              <Icon name="warn" />
              <span>{doing.problem}</span>
            </p>
          ) : null}
          <div class="answers">
            <button type="button" ref={decline} {...answering} onClick={() => answer(false)}>
              {WORDS.decline}
            </button>
            {possible ? (
              <button type="button" class="primary" {...answering} onClick={() => answer(true)}>
                {WORDS.allow}
              </button>
            ) : null}
          </div>
          <p class="hint">{armed ? <TimeLeft until={question.expiresAt} /> : WORDS.arming}</p>
        </div>
      </div>
    </div>
  )
}

function Detail({ text }: { readonly text: string }) {
  return (
    <figure class="detail">
      <figcaption>{WORDS.detail}</figcaption>
      {/* It scrolls, so the keyboard must reach it. */}
      <pre tabIndex={0} role="region" aria-label={WORDS.whole}>
        {text}
      </pre>
    </figure>
  )
}

/** Only near the end: a clock that runs down from the start makes people hurry. */
const TELL_FROM_MS = 45_000

function TimeLeft({ until }: { readonly until: number }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  const left = until - now
  return left < TELL_FROM_MS ? <>{secondsLeft(Math.max(0, Math.ceil(left / 1_000)))}</> : null
}

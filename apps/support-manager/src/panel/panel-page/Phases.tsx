import { useState } from 'preact/hooks'
import type { ComponentChildren } from 'preact'
import type { PanelState } from '../panel-state.ts'
import { Icon } from './Icon.tsx'
import type { Act } from './panel-link.ts'
import { useAct } from './use-act.ts'
import { WORDS } from './words.ts'

interface PhaseProps {
  readonly state: PanelState
  readonly act: Act
}

/** A card that fills the window: a title, what happened, and what to do now. */
export function Card({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <div class="card">
      <h1>{title}</h1>
      {children}
    </div>
  )
}

export function NeedCode({ state, act }: PhaseProps) {
  const [code, setCode] = useState('')
  const doing = useAct(act)
  const problem = doing.problem ?? state.sentence
  const join = () => {
    if (doing.busy) return
    if (code.trim() === '') return doing.say(WORDS.codeEmpty)
    void doing.run({ do: 'join', code: code.trim() })
  }
  return (
    <>
      <form
        class="card"
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          join()
        }}
      >
        <h1>{WORDS.codeTitle}</h1>
        <label class="field">
          {WORDS.code}
          <input
            type="text"
            dir="ltr"
            autoComplete="off"
            autoCapitalize="none"
            spellcheck={false}
            maxLength={40}
            ref={focusOnce}
            value={code}
            aria-invalid={problem !== undefined}
            aria-describedby="code-hint"
            onInput={(event) => setCode(event.currentTarget.value)}
          />
        </label>
        {problem ? (
          <p class="notice warn" role="alert">
            <Icon name="warn" />
            <span>{problem}</span>
          </p>
        ) : null}
        <p id="code-hint" class="soft">
          {WORDS.codeHint}
        </p>
        <button type="submit" class="primary large" aria-disabled={doing.busy}>
          {WORDS.join}
        </button>
      </form>
      <p class="soft safe">
        <Icon name="warn" />
        <span>{WORDS.safe}</span>
      </p>
    </>
  )
}

/** The window's one field: who has the code at hand types at once. */
const focusOnce = (field: HTMLInputElement | null): void => field?.focus()

export function Joining({ state }: { readonly state: PanelState }) {
  return (
    <div class="card">
      <p role="status" class="working">
        <span class="spinner" aria-hidden="true" />
        <span>{state.sentence ?? WORDS.joining}</span>
      </p>
      <p class="soft">{WORDS.joiningHint}</p>
    </div>
  )
}

export function Ended({ state, act }: PhaseProps) {
  const replaced = state.phase === 'replaced'
  return (
    <Card title={replaced ? WORDS.replacedTitle : WORDS.endedTitle}>
      <p role="status">{replaced ? WORDS.replaced : (state.sentence ?? WORDS.ended)}</p>
      <button type="button" class="primary large" onClick={() => void act({ do: 'quit' })}>
        {WORDS.close}
      </button>
    </Card>
  )
}

export function Failed({ state, act }: PhaseProps) {
  return (
    <Card title={WORDS.failedTitle}>
      <p role="alert">{state.sentence ?? WORDS.failedHint}</p>
      {state.sentence ? <p class="soft">{WORDS.failedHint}</p> : null}
      <button type="button" class="primary large" onClick={() => void act({ do: 'quit' })}>
        {WORDS.close}
      </button>
    </Card>
  )
}

import { useEffect } from 'preact/hooks'
import type { PanelState } from '../panel-state.ts'
import { questionInSight } from '../question-in-sight.ts'
import { Allowed, People, StopBar, WaitingStatus } from './Allowed.tsx'
import { Chat } from './Chat.tsx'
import { Icon } from './Icon.tsx'
import type { Act, Standing } from './panel-link.ts'
import { Card, Ended, Failed, Joining, NeedCode } from './Phases.tsx'
import { Question } from './Question.tsx'
import { riskOf } from './risk.ts'
import { useAct } from './use-act.ts'
import { WORDS, titleOf } from './words.ts'

const AWAY = {
  'taken-over': [WORDS.takenOverTitle, WORDS.takenOver],
  'no-key': [WORDS.noKeyTitle, WORDS.noKey],
  closed: [WORDS.closedTitle, WORDS.closed],
} as const

/** The whole window. */
export function Panel({ standing, act }: { readonly standing: Standing; readonly act: Act }) {
  if (standing.is === 'live') return <Live state={standing.state} act={act} />
  if (standing.is === 'opening') return <p class="opening">{WORDS.opening}</p>
  const [title, sentence] = AWAY[standing.is]
  return (
    <main class="away">
      <Card title={title}>
        <p role="status">{sentence}</p>
      </Card>
    </main>
  )
}

interface LiveProps {
  readonly state: PanelState
  readonly act: Act
}

function Live({ state, act }: LiveProps) {
  const question = questionInSight(state)
  const doing = useAct(act)
  const inSession = state.phase === 'joined' || state.phase === 'reconnecting'
  useEffect(() => {
    document.title = titleOf(state, question !== undefined)
  }, [state, question])
  useStopKey(act)
  return (
    <div class={`panel ${riskOf(state.running)}`}>
      <header>
        <div class="site">
          <p class="site-name">{state.siteName || WORDS.program}</p>
          <p class="soft">{state.siteAddress}</p>
        </div>
        {inSession ? (
          <button type="button" class="danger-quiet" onClick={() => void doing.run({ do: 'leave' })}>
            {WORDS.leave}
          </button>
        ) : null}
      </header>
      <main>
        <div class="page" inert={question !== undefined}>
          {doing.problem ? (
            <p class="notice warn" role="alert">
              <Icon name="warn" />
              <span>{doing.problem}</span>
            </p>
          ) : null}
          {inSession ? <InSession state={state} act={act} doing={doing} /> : <OutOfSession state={state} act={act} />}
        </div>
        {question ? <Question key={question.id} question={question} act={act} /> : null}
      </main>
      <StopBar state={state} doing={doing} />
    </div>
  )
}

function OutOfSession({ state, act }: LiveProps) {
  if (state.phase === 'need-code') return <NeedCode state={state} act={act} />
  if (state.phase === 'ended' || state.phase === 'replaced') return <Ended state={state} act={act} />
  if (state.phase === 'failed') return <Failed state={state} act={act} />
  return <Joining state={state} />
}

function InSession({ state, act, doing }: LiveProps & { readonly doing: ReturnType<typeof useAct> }) {
  return (
    <>
      <div role="alert" class="connection">
        {state.phase === 'reconnecting' ? (
          <p class="notice warn">
            <span class="spinner" aria-hidden="true" />
            <span>
              {state.sentence ?? WORDS.reconnecting} {WORDS.reconnectingHint}
            </span>
          </p>
        ) : null}
      </div>
      <Allowed state={state} doing={doing} />
      <WaitingStatus running={state.running} />
      <People state={state} />
      <Chat state={state} act={act} covered={questionInSight(state) !== undefined} />
    </>
  )
}

/** Ctrl + Alt + End works in the window, too, where the desktop's own key does not reach. */
function useStopKey(act: Act): void {
  useEffect(() => {
    const stop = (event: KeyboardEvent) => {
      if (event.key !== 'End' || !event.ctrlKey || !event.altKey) return
      event.preventDefault()
      void act({ do: 'stop-all' })
    }
    window.addEventListener('keydown', stop, true)
    return () => window.removeEventListener('keydown', stop, true)
  }, [act])
}

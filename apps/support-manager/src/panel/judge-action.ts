import type { Arming } from './arming.ts'
import type { PanelAction, PanelQuestion, PanelState } from './panel-state.ts'

interface Known {
  readonly state: PanelState
  readonly arming: Arming
  /** Milliseconds since 1970. */
  readonly time: number
}

/** What the page may not do now, whatever it shows: @returns a sentence for the person, or undefined where it may. */
export function judgeAction(action: PanelAction, { state, arming, time }: Known): string | undefined {
  if (action.do !== 'allow' && action.do !== 'decline') return undefined
  const question = state.questions.find((q) => q.id === action.questionId)
  if (!question) return 'This question is closed. Nothing was allowed.'
  // No is always an answer, also to what is not in sight.
  if (action.do === 'decline') return undefined
  if (question.expiresAt <= time) return 'That took too long, so nothing was allowed. They can ask again.'
  if (!arming.isArmed(question.id)) return 'Please read the question first, then answer.'
  if (action.everything && !question.everythingOffered) return 'Not everything can be allowed here, only this question.'
  return judgeChoice(question, action.choice)
}

function judgeChoice({ choices }: PanelQuestion, choice: string | undefined): string | undefined {
  if (!choices) return choice === undefined ? undefined : 'There is nothing to choose in this question.'
  if (choices.options.some((option) => option.id === choice)) return undefined
  return choice === undefined ? 'Choose first what may be seen.' : 'What you chose is not there any more. Choose again.'
}

import type { CustomerStanding } from '@deskside/protocol'
import { el } from '../platform/dom.ts'
import type { SessionWords } from './words/session-words.ts'

export type Over = Extract<CustomerStanding, { is: 'over' | 'turned-away' }>

interface OverParts {
  readonly words: SessionWords
  readonly standing: Over
  readonly onAgain: () => void
  /** What is asked of the session. */
  readonly survey: HTMLElement | null
}

/** After the session: what happened, and what to do now. */
export function overView({ words, standing, onAgain, survey }: OverParts): {
  readonly element: HTMLElement
  focus(): void
} {
  const { over } = words
  const { reason } = standing
  const title = reason === 'left' ? over.left : reason === 'timed-out' ? over.timedOut : over.ended
  const heading = el('h3', { tabindex: -1 }, title)
  const element = el(
    'div',
    { class: 'inside' },
    heading,
    el('p', {}, reason === 'timed-out' ? over.away : over.nothingSeen),
    survey,
    el('button', { type: 'button', class: 'button again', onclick: onAgain }, over.again),
  )
  return { element, focus: () => heading.focus() }
}

import type { ControlNotice } from '@deskside/protocol'

export type ControlClosed = Extract<ControlNotice, { t: 'closed' }>['because']

/** How control of the other computer stands at this page. */
export interface ControlStanding {
  /** The name of the person at the other computer. */
  readonly person: string
  readonly kind: 'desktop' | 'application'
  readonly viewOnly: boolean
  /** Why input is dropped there now; undefined while it is carried out. */
  readonly closed: ControlClosed | undefined
  /** The keyboard types there, not in this page. */
  readonly focused: boolean
  readonly fullScreen: boolean
}

/** How to get the keyboard back, by keys alone (WCAG 2.1.2). */
export function leaveWords(fullScreen: boolean): string {
  return fullScreen
    ? 'Hold Esc for 2 seconds, or press Ctrl+Alt+Shift, to leave.'
    : 'Ctrl+Alt+Shift gives the keyboard back.'
}

/** One sentence: what mouse and keyboard do now, and what to do about it. */
export function controlWords({ person, kind, viewOnly, closed, focused, fullScreen }: ControlStanding): string {
  if (viewOnly) return 'View only: your mouse and keyboard do nothing there.'
  switch (closed) {
    case 'customer-active':
      return `${person} is using the mouse or keyboard. Wait a moment.`
    case 'question-open':
      return `${person} is being asked something. Wait for the answer.`
    case 'outside':
      return 'That is outside the application.'
    case 'own-window':
      return `That is the Support Manager’s window. Only ${person} can use it.`
    case 'not-granted':
      return 'Control is not open yet.'
    case undefined:
      return focused
        ? `You are in control. ${leaveWords(fullScreen)}`
        : `You may use ${person}’s ${kind}: click into the picture.`
  }
}

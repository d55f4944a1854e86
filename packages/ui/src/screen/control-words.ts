import type { ControlNotice } from '@deskside/protocol'

export type ControlClosed = Extract<ControlNotice, { t: 'closed' }>['because']

/** Where the picture is: in the page, over the whole display, or there with the keys that the browser otherwise keeps. */
export type PictureStands = 'in-page' | 'full-screen' | 'full-screen-with-keys'

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
  readonly stands: PictureStands
}

/** How to get the keyboard back, by keys alone (WCAG 2.1.2). */
export function leaveWords(stands: PictureStands): string {
  switch (stands) {
    case 'in-page':
      return 'Ctrl+Alt+Shift gives the keyboard back.'
    case 'full-screen':
      return 'Press Esc or Ctrl+Alt+Shift to leave.'
    case 'full-screen-with-keys':
      return 'Hold Esc for 2 seconds, or press Ctrl+Alt+Shift, to leave.'
  }
}

/** One sentence: what mouse and keyboard do now, and what to do about it. */
export function controlWords({ person, kind, viewOnly, closed, focused, stands }: ControlStanding): string {
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
        ? `You are in control. ${leaveWords(stands)}`
        : `You may use ${person}’s ${kind}: click into the picture.`
  }
}

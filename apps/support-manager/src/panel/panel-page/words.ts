import type { PanelPerson, PanelState } from '../panel-state.ts'

/** Everything that the page says by itself. What representatives and the session say comes with the state. */
export const WORDS = {
  program: 'Support Manager',
  leave: 'Leave session',
  leaving: 'You are leaving. Nobody sees or touches anything any more.',
  failed: 'That did not work. Try again.',

  connected: 'Who is connected',
  allowed: 'What is allowed now',
  nothing: 'Nobody sees or touches anything on your computer.',
  youAct: 'You are using the mouse or keyboard:',
  waits: 'waits.',
  goesOn: 'can use the mouse and keyboard again.',
  askAgain: 'Ask me again each time',

  stop: 'Stop',
  stopHint: 'Ends everything. Or press Ctrl + Alt + End.',
  stopHintHere: 'Ends everything. Or come back to this window and press Ctrl + Alt + End.',

  allow: 'Allow',
  decline: 'Decline',
  everything: 'Allow everything this representative asks for in this session',
  arming: 'You can answer in a moment.',
  choose: { monitor: 'Which screen may they see?', application: 'Which program may they see?' },
  nothingToChoose: {
    monitor: 'No screen was found. Press Decline, and say so in the chat.',
    application: 'No program with a window is open. Open it, or press Decline.',
  },
  detail: 'What will be run, word by word',
  whole: 'The whole text',

  message: 'Message',
  messageHint: 'Write a message',
  send: 'Send',
  noMessages: 'No messages yet.',
  you: 'You',

  code: 'Code',
  codeHint: '12 letters and digits. The support page shows them where you got this program.',
  codeTitle: 'Type your code',
  codeEmpty: 'Type the code that the support page shows.',
  join: 'Join',
  safe: 'We never call you first, and we never ask you to open your bank. If somebody you did not call told you to start this program, close it.',

  joining: 'Joining the session …',
  joiningHint: 'Nobody can see or touch anything on your computer. You are asked before anything is shown.',
  reconnecting: 'Your connection was interrupted. We are reconnecting.',
  reconnectingHint: 'Still nothing can be done on your computer that you did not allow. Stop works.',
  endedTitle: 'The session has ended',
  ended: 'Nobody sees or touches anything on your computer any more. This program removes itself.',
  replacedTitle: 'Started again',
  replaced:
    'The Support Manager was started again, here or on another computer: this one has let go. Nobody sees or touches anything through it any more, and it removes itself.',
  failedTitle: 'This did not work',
  failedHint: 'Nobody sees or touches anything on your computer. Ask your representative for help.',
  close: 'Close',
  tryAgain: 'Try another code',

  opening: 'One moment …',
  takenOverTitle: 'Another window is open',
  takenOver: 'The Support Manager shows itself in a newer window now. You can close this one.',
  noKeyTitle: 'This window cannot be used',
  noKey: 'It was opened without its key, or the key was used already. Start the Support Manager again.',
  closedTitle: 'The Support Manager is closed',
  closed: 'Nobody sees or touches anything on your computer any more. You can close this window.',
  pleaseAnswer: 'Please answer',
} as const

export const stopWords = (what: string): string => `Stop ${what}`
export const everythingWords = (name: string): string =>
  `${name} is allowed everything they ask for. You see each thing here.`
export const secondsLeft = (seconds: number): string => `This question closes by itself in ${seconds} seconds.`
export const unreadWords = (unread: number): string => `${unread} new`

/** With whom the chat is, for "Chat with <name>". */
export function chatWith(state: PanelState): string {
  const others = state.people.filter((person) => person.role !== state.side && person.role !== 'watcher')
  return others.length === 1 && others[0] ? others[0].name : 'everyone'
}

/** What somebody is, after their name. */
export function roleOf(person: PanelPerson, me: string): string {
  if (person.id === me) return 'you'
  if (!person.here) return 'lost the connection and comes back'
  if (person.role === 'watcher') return 'watches'
  return person.role === 'representative' ? 'helps' : 'is helped'
}

/** The window's title: what waits for the person comes first. */
export function titleOf(state: PanelState, asks: boolean): string {
  const place = `${state.siteName === '' ? '' : `${state.siteName} – `}${WORDS.program}`
  if (asks) return `${WORDS.pleaseAnswer} – ${place}`
  return state.unread > 0 ? `(${state.unread}) ${place}` : place
}

import type { Words } from './words.ts'

export const en: Words = {
  lang: 'en',
  dir: 'ltr',
  getHelp: 'Get help',
  leaveMessage: 'Leave a message',
  yourName: 'Your name',
  required: 'required',
  chooseOne: 'Choose one',
  close: 'Close',
  minimise: 'Put away',
  oneMoment: 'One moment…',
  waitingIn: 'Waiting for help: ',
  position: (position) =>
    position === 1 ? 'You are number 1 in line: you are next.' : `You are number ${position} in line.`,
  inLine: (position) => `Number ${position} in line`,
  estimate(seconds) {
    if (seconds === null) return 'We cannot say yet how long it takes.'
    if (seconds < 60) return 'We think it takes less than a minute.'
    const minutes = roughMinutes(seconds)
    if (minutes > 90) return `We think it takes about ${Math.ceil(minutes / 60)} hours.`
    return `We think it takes about ${minutes} ${minutes === 1 ? 'minute' : 'minutes'}.`
  },
  since: (clock) => `You have been waiting since ${clock}.`,
  lostAgent: ' lost the connection. You are back in line, with the time you waited.',
  stayOnSite: 'You can look around on this website meanwhile: your place is kept, and we call you here.',
  nothingSeen: 'Nobody can see or touch anything on your computer. You are asked before anything is shown.',
  leave: 'Leave',
  leaveQuestion: 'Leave the line?',
  leaveMeans: 'You lose your place. If you come back, you start at the end of the line.',
  stay: 'Stay',
  youLeft: 'You left the line. Come back whenever you like.',
  youAreGone:
    'You are no longer in line: this website was closed or without a connection for too long. You can get in line again.',
  elsewhere: (position) => `You are waiting in another line here, as number ${position}.`,
  closedNow: 'We are closed right now.',
  opensAt: (when) => `We open again ${when}, in your time.`,
  today: (clock) => `today at ${clock}`,
  tomorrow: (clock) => `tomorrow at ${clock}`,
  onDay: (day, clock) => `on ${day} at ${clock}`,
  opensInTab: 'opens in a new tab',
  interrupted: 'Your connection was interrupted. We are reconnecting; nothing is lost.',
  tryAgain: 'Try again',
  noQueue: 'There is no line to wait in here any more.',
  helpsYou: ' helps you now',
  ready: (name) => `${name} is ready to help you.`,
  problems: {
    name: 'Please write your name.',
    nameLong: 'A name holds at most 80 characters.',
    oneLine: 'Write this in one line.',
    missing: {
      text: 'Please answer this.',
      'long-text': 'Please answer this.',
      email: 'Please write your e-mail address.',
      phone: 'Please write your telephone number.',
      choice: 'Please choose an answer.',
    },
    wrong: {
      text: 'Write this in one line.',
      'long-text': 'Please write this another way.',
      email: 'Write an e-mail address such as anna@example.com.',
      phone: 'Write a telephone number such as +44 20 7946 0000.',
      choice: 'Choose one of the answers in the list.',
    },
    tooMany: 'That was too quick. Wait a moment and try again.',
    unreachable: 'We cannot be reached just now. Try again in a moment; what you wrote is kept.',
    notHere: 'Help is not offered on this page.',
    other: 'Something went wrong. Try again; what you wrote is kept.',
  },
}

/** The longer it takes, the less is known to the minute. */
export function roughMinutes(seconds: number): number {
  const minutes = Math.ceil(seconds / 60)
  return minutes <= 20 ? minutes : Math.ceil(minutes / 5) * 5
}

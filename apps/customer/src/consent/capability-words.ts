import type { Capability } from '@deskside/protocol'

/** One thing that a permission means, and which picture stands before it. */
export interface Point {
  readonly mark:
    | 'seen'
    | 'heard'
    | 'hidden'
    | 'untouched'
    | 'used'
    | 'yours-first'
    | 'copied'
    | 'facts'
    | 'saved'
    | 'restarts'
    | 'run'
    | 'password'
    | 'once'
    | 'choose'
    | 'stop'
  readonly text: string
}

interface Words {
  /** After the representative's name, as the question. */
  readonly asks: string
  /** What it means, before Allow is pressed. */
  readonly means: readonly Point[]
  /** After the representative's name, while it is allowed. */
  readonly may: string
  /** After the representative's name, while it happens; before "now". */
  readonly does: string
  /** After "Stop". */
  readonly what: string
}

const UNTOUCHED: Point = { mark: 'untouched', text: 'They cannot click or type.' }
const STOP: Point = { mark: 'stop', text: 'You can stop at any time, with one click.' }
const YOURS_FIRST: Point = { mark: 'yours-first', text: 'When you move your mouse or type, they have to wait.' }
const ONCE: Point = { mark: 'once', text: 'You allow this once. The next time they have to ask again.' }
const NOTHING_OF_YOURS: Point = { mark: 'hidden', text: 'They see nothing of yours.' }

const WORDS: Partial<Record<Capability, Words>> = {
  'desktop.view': {
    asks: 'asks to see your screen',
    means: [
      { mark: 'seen', text: 'They see everything on the screen that you choose.' },
      UNTOUCHED,
      { mark: 'choose', text: 'After you allow it, your browser asks which screen to show.' },
      STOP,
    ],
    may: 'may see your screen',
    does: 'sees your screen',
    what: 'desktop view',
  },
  'application.view': {
    asks: 'asks to see one window or browser tab',
    means: [
      { mark: 'seen', text: 'They see only the window or tab that you choose.' },
      { mark: 'heard', text: 'Of a tab they also hear the sound, if you leave that on when you choose it.' },
      UNTOUCHED,
      { mark: 'choose', text: 'After you allow it, your browser asks which one to show.' },
      STOP,
    ],
    may: 'may see one of your windows',
    does: 'sees your window',
    what: 'application view',
  },
  'desktop.share-view': {
    asks: 'wants to show you their screen',
    means: [{ mark: 'seen', text: 'You see their screen on this page.' }, NOTHING_OF_YOURS, STOP],
    may: 'may show you their screen',
    does: 'shows you their screen',
    what: 'desktop share',
  },
  'application.share-view': {
    asks: 'wants to show you one of their windows',
    means: [{ mark: 'seen', text: 'You see their window on this page.' }, NOTHING_OF_YOURS, STOP],
    may: 'may show you one of their windows',
    does: 'shows you one of their windows',
    what: 'application share',
  },
  'desktop.control': {
    asks: 'asks to control your computer',
    means: [
      { mark: 'seen', text: 'They see the screen that you choose.' },
      { mark: 'used', text: 'They use your mouse and keyboard.' },
      YOURS_FIRST,
      STOP,
    ],
    may: 'may control your computer',
    does: 'controls your computer',
    what: 'desktop control',
  },
  'application.control': {
    asks: 'asks to control one of your programs',
    means: [
      { mark: 'seen', text: 'They see only the windows of the program that you choose.' },
      { mark: 'used', text: 'They click and type in it, and nowhere else.' },
      YOURS_FIRST,
      STOP,
    ],
    may: 'may control one of your programs',
    does: 'controls one of your programs',
    what: 'application control',
  },
  'desktop.share-control': {
    asks: 'wants to show you their screen and let you use it',
    means: [
      { mark: 'seen', text: 'You see their screen on this page.' },
      { mark: 'used', text: 'You can click and type on it. You do not have to.' },
      NOTHING_OF_YOURS,
      STOP,
    ],
    may: 'may show you their screen and let you use it',
    does: 'shows you their screen and lets you use it',
    what: 'desktop share with control',
  },
  'application.share-control': {
    asks: 'wants to show you one of their programs and let you use it',
    means: [
      { mark: 'seen', text: 'You see their program on this page.' },
      { mark: 'used', text: 'You can click and type in it. You do not have to.' },
      NOTHING_OF_YOURS,
      STOP,
    ],
    may: 'may show you one of their programs and let you use it',
    does: 'shows you one of their programs and lets you use it',
    what: 'application share with control',
  },
  'clipboard.in': {
    asks: 'asks to put text and pictures on your clipboard',
    means: [
      { mark: 'copied', text: 'What they copy, you can paste.' },
      { mark: 'hidden', text: 'They do not see what you copied.' },
      STOP,
    ],
    may: 'may put things on your clipboard',
    does: 'puts things on your clipboard',
    what: 'clipboard to you',
  },
  'clipboard.out': {
    asks: 'asks to get what you copy from now on',
    means: [
      { mark: 'copied', text: 'What you copy from now on goes to them, too.' },
      { mark: 'hidden', text: 'What you copied before does not.' },
      STOP,
    ],
    may: 'gets what you copy',
    does: 'gets what you copy',
    what: 'clipboard from you',
  },
  'device.information': {
    asks: 'asks to read facts about your computer',
    means: [
      { mark: 'facts', text: 'Its system, memory, disks and network.' },
      { mark: 'hidden', text: 'No files of yours, and no passwords.' },
      ONCE,
    ],
    may: 'may read facts about your computer',
    does: 'reads facts about your computer',
    what: 'system information',
  },
  'device.reboot': {
    asks: 'asks to restart your computer',
    means: [
      { mark: 'saved', text: 'Save your work first.' },
      { mark: 'restarts', text: 'After the restart the Support Manager comes back to this session by itself.' },
      ONCE,
    ],
    may: 'may restart your computer',
    does: 'restarts your computer',
    what: 'restart',
  },
  'device.script': {
    asks: 'asks to run a script on your computer',
    means: [{ mark: 'run', text: 'It can change your computer, like a program that you start yourself.' }, ONCE],
    may: 'may run a script on your computer',
    does: 'runs a script on your computer',
    what: 'script',
  },
  'device.elevation': {
    asks: 'asks to work with administrator rights',
    means: [
      { mark: 'password', text: 'Your computer asks for a password. Only you type it.' },
      { mark: 'run', text: 'With these rights everything on your computer can be changed.' },
      ONCE,
    ],
    may: 'may work with administrator rights',
    does: 'works with administrator rights',
    what: 'administrator rights',
  },
  'device.shell': {
    asks: 'asks to type commands on your computer',
    means: [{ mark: 'run', text: 'Commands can read and change everything that you can.' }, STOP],
    may: 'may type commands on your computer',
    does: 'types commands on your computer',
    what: 'remote commands',
  },
}

/** What a customer reads about a capability. What this version does not offer is never asked for. */
export function wordsOf(capability: Capability): Words {
  return (
    WORDS[capability] ?? {
      asks: `asks for ${capability}`,
      means: [],
      may: `may use ${capability}`,
      does: `uses ${capability}`,
      what: capability,
    }
  )
}
/** Before somebody works on the customer's computer (THREATS F2). */
export const WARNING =
  'Only allow this if you asked for help yourself. We never call you first, and never ask you to open your bank.'

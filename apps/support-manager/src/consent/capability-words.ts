import type { Capability } from '@deskside/protocol'
import type { PanelRunning } from '../panel/panel-state.ts'

interface Words {
  /** After the name of who asks. */
  readonly asks: string
  readonly means: readonly string[]
  /** After the name, while it is allowed. */
  readonly may: string
  /** After "Stop". */
  readonly what: string
  readonly risk: PanelRunning['risk']
}

const STOP = 'You can stop at any time: with the red button, or with Ctrl + Alt + End.'
const YOU_FIRST = 'When you move your mouse or type, they have to wait.'
const ONCE = 'This is allowed once. They have to ask again the next time.'

/** What the Support Manager says of everything that can be asked for. */
export const CAPABILITY_WORDS: Readonly<Partial<Record<Capability, Words>>> = {
  'desktop.view': {
    asks: 'asks to see your screen',
    means: ['They see everything on the screen that you choose.', 'They cannot click or type.', STOP],
    may: 'sees your screen',
    what: 'desktop view',
    risk: 'view',
  },
  'desktop.control': {
    asks: 'asks to control your computer',
    means: ['They see the screen that you choose.', 'They can use your mouse and keyboard.', YOU_FIRST, STOP],
    may: 'controls your computer',
    what: 'desktop control',
    risk: 'control',
  },
  'application.view': {
    asks: 'asks to see one of your programs',
    means: ['They see only the windows of the program that you choose.', 'They cannot click or type.', STOP],
    may: 'sees one of your programs',
    what: 'application view',
    risk: 'view',
  },
  'application.control': {
    asks: 'asks to control one of your programs',
    means: [
      'They see only the windows of the program that you choose.',
      'They can click and type in it, and nowhere else.',
      YOU_FIRST,
      STOP,
    ],
    may: 'controls one of your programs',
    what: 'application control',
    risk: 'control',
  },
  'desktop.share-view': {
    asks: 'asks to show you their screen',
    means: ['They see nothing of yours.'],
    may: 'shows you their screen',
    what: 'desktop share',
    risk: 'none',
  },
  'desktop.share-control': {
    asks: 'asks to show you their screen, and you may use it',
    means: ['They see nothing of yours.', 'You can click and type on their screen.'],
    may: 'shows you their screen',
    what: 'desktop share with control',
    risk: 'none',
  },
  'application.share-view': {
    asks: 'asks to show you one of their programs',
    means: ['They see nothing of yours.'],
    may: 'shows you one of their programs',
    what: 'application share',
    risk: 'none',
  },
  'application.share-control': {
    asks: 'asks to show you one of their programs, and you may use it',
    means: ['They see nothing of yours.', 'You can click and type in their program.'],
    may: 'shows you one of their programs',
    what: 'application share with control',
    risk: 'none',
  },
  'clipboard.in': {
    asks: 'asks to put text and pictures on your clipboard',
    means: ['What they copy, you can paste.', 'They do not see what you copied.', STOP],
    may: 'may put things on your clipboard',
    what: 'clipboard to the customer',
    risk: 'control',
  },
  'clipboard.out': {
    asks: 'asks to see what you copy from now on',
    means: ['What you copy from now on goes to them, too.', 'What you copied before does not.', STOP],
    may: 'sees what you copy',
    what: 'clipboard from the customer',
    risk: 'view',
  },
  'device.information': {
    asks: 'asks to read facts about your computer',
    means: ['Its system, memory, disks and network. No files, no passwords.', ONCE],
    may: 'reads facts about your computer',
    what: 'system information',
    risk: 'view',
  },
  'device.reboot': {
    asks: 'asks to restart your computer',
    means: [
      'Save your work first.',
      'This program starts again by itself and comes back into this session.',
      'Who sees your screen now sees it again then, for half an hour at most. Nothing else goes on.',
      ONCE,
    ],
    may: 'may restart your computer',
    what: 'reboot',
    risk: 'control',
  },
  'device.script': {
    asks: 'asks to run this script on your computer',
    means: ['It can change your computer, as a program can that you start.', ONCE],
    may: 'runs a script on your computer',
    what: 'script',
    risk: 'control',
  },
  'device.elevation': {
    asks: 'asks to work with administrator rights',
    means: ['Your computer asks you for a password. Only you type it.', ONCE],
    may: 'works with administrator rights',
    what: 'elevation',
    risk: 'control',
  },
  'device.shell': {
    asks: 'asks to type commands on your computer',
    means: ['Commands can read and change everything that you can.', STOP],
    may: 'types commands on your computer',
    what: 'remote shell',
    risk: 'control',
  },
}

/** What a representative's own program says of what it is about to show to the customer. */
export const OWN_SHARE_WORDS: Readonly<Partial<Record<Capability, { asks: string; means: readonly string[] }>>> = {
  'desktop.share-view': { asks: 'is going to see your screen', means: ['Choose what is shown.', STOP] },
  'desktop.share-control': {
    asks: 'is going to see your screen and use it',
    means: ['Choose what is shown.', 'They can use your mouse and keyboard.', YOU_FIRST, STOP],
  },
  'application.share-view': { asks: 'is going to see one of your programs', means: ['Choose which one.', STOP] },
  'application.share-control': {
    asks: 'is going to see one of your programs and use it',
    means: ['Choose which one.', 'They can click and type in it, and nowhere else.', YOU_FIRST, STOP],
  },
}

/** Before somebody works on the computer (THREATS F2). */
export const WARNING =
  'Only allow this if you asked for help yourself. We never call you first, and never ask you to open your bank.'

import { isShare } from '@deskside/protocol'
import type { Capability } from '@deskside/protocol'

/** One thing that a permission means, and which picture stands before it. */
export interface Point {
  readonly mark: 'seen' | 'heard' | 'hidden' | 'untouched' | 'choose' | 'stop'
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

/** Whether this browser must capture something for a capability. */
export const capturesHere = (capability: Capability): boolean => !isShare(capability)

import { isShare } from '@deskside/protocol'
import type { Capability } from '@deskside/protocol'

interface Words {
  /** After the representative's name, as the question. */
  readonly asks: string
  /** What it means, before Allow is pressed. */
  readonly means: string
  /** After the representative's name, while it is allowed. */
  readonly may: string
  /** After "Stop". */
  readonly what: string
}

const WORDS: Partial<Record<Capability, Words>> = {
  'desktop.view': {
    asks: 'asks to see your screen',
    means:
      'They see everything on the screen that you choose, until you stop. They cannot click or type. After you allow it, your browser asks which screen to show.',
    may: 'may see your screen',
    what: 'desktop view',
  },
  'application.view': {
    asks: 'asks to see one window or browser tab',
    means:
      'They see only the window or tab that you choose, until you stop. They cannot click or type. After you allow it, your browser asks which one to show.',
    may: 'may see one of your windows',
    what: 'application view',
  },
  'desktop.share-view': {
    asks: 'wants to show you their screen',
    means: 'You see their screen on this page. They see nothing of yours.',
    may: 'may show you their screen',
    what: 'desktop share',
  },
  'application.share-view': {
    asks: 'wants to show you one of their windows',
    means: 'You see their window on this page. They see nothing of yours.',
    may: 'may show you one of their windows',
    what: 'application share',
  },
}

/** What a customer reads about a capability. What this version does not offer is never asked for. */
export function wordsOf(capability: Capability): Words {
  return WORDS[capability] ?? { asks: `asks for ${capability}`, means: '', may: `has ${capability}`, what: capability }
}

/** Whether this browser must capture something for a capability. */
export const capturesHere = (capability: Capability): boolean => !isShare(capability)

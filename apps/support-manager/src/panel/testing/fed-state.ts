import type { Observable } from '@deskside/realtime'
import type { PanelQuestion, PanelRunning, PanelState } from '../panel-state.ts'

/** A state that a test sets by hand, as the session sets it in the program. */
export interface FedState extends Observable<PanelState> {
  patch(part: Partial<PanelState>): void
}

export function feedState(initial: PanelState): FedState {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    patch(part) {
      state = { ...state, ...part }
      for (const listener of [...listeners]) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** A thumbnail of one colour with a lighter window on it, as a picture in the data. */
function thumbnailOf(colour: string): string {
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="180"><rect width="320" height="180" fill="${colour}"/><rect x="40" y="30" width="170" height="110" fill="#f3f6f6"/><rect x="40" y="30" width="170" height="16" fill="#7d898b"/></svg>`
  return `data:image/svg+xml;base64,${Buffer.from(drawing).toString('base64')}`
}

/** Carla's computer, where Rita of Acme Support helps. */
export const joined: PanelState = {
  phase: 'joined',
  siteName: 'Acme Support',
  siteAddress: 'help.acme.example',
  side: 'customer',
  me: 'p-carla',
  people: [
    { id: 'p-rita', name: 'Rita Rau', role: 'representative', here: true },
    { id: 'p-carla', name: 'Carla Ortiz', role: 'customer', here: true },
  ],
  questions: [],
  running: [],
  everything: [],
  chat: [],
  unread: 0,
}

/** Rita asks for mouse and keyboard of one of two monitors. */
export const controlQuestion: PanelQuestion = {
  id: 'q-control',
  name: 'Rita Rau',
  asks: 'asks to control your computer',
  means: [
    'They see everything on the screen that you choose.',
    'They can move your mouse and type.',
    'When you move your own mouse, they must wait.',
    'You can stop at any time, with one click.',
  ],
  everythingOffered: true,
  choices: {
    kind: 'monitor',
    options: [
      { id: 'DP-1', label: 'Screen 1, the main one', thumbnail: thumbnailOf('#0a6b66') },
      { id: 'DP-2', label: 'Screen 2', thumbnail: thumbnailOf('#6e4300') },
    ],
  },
  warn: 'We never call you first, and we never ask you to open your bank. If somebody you did not call asks for this, press Decline.',
  expiresAt: Number.MAX_SAFE_INTEGER,
}

/** Rita asks for something without a choice. */
export const clipboardQuestion: PanelQuestion = {
  id: 'q-clipboard',
  name: 'Rita Rau',
  asks: 'asks to put text on your clipboard',
  means: ['They can put text there that you paste.', 'They cannot read what you copied.'],
  everythingOffered: true,
  expiresAt: Number.MAX_SAFE_INTEGER,
}

export const control: PanelRunning = {
  grantId: 'g-control',
  name: 'Rita Rau',
  may: 'controls your computer',
  what: 'desktop control',
  risk: 'control',
}
export const view: PanelRunning = {
  grantId: 'g-view',
  name: 'Rita Rau',
  may: 'sees your screen',
  what: 'desktop view',
  risk: 'view',
}

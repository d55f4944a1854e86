import type { PlaceClient, PlaceView } from '@deskside/realtime'
import type { Kept } from '../platform/kept.ts'
import type { Settings } from '../platform/settings.ts'
import type { Words } from '../words/words.ts'
import type { SharedToken } from './shared-token.ts'

/** What everything of the embed is made with. */
export interface HelpParts {
  /** Everything of the embed is in it. */
  readonly ground: HTMLElement
  readonly settings: Settings
  readonly words: Words
  readonly kept: Kept
  readonly client: PlaceClient
  /** The desk: "https://support.example.com". */
  readonly baseUrl: string
  /** What speaks for the visitor there. */
  readonly token: Pick<SharedToken, 'read' | 'clear'>
  /** How the session calls whoever has put the panel away. */
  readonly calls: Calls
}

/** A question of the session, for whoever does not look at it. */
export interface AskedNow {
  /** "Rita Rep asks to see your screen" */
  readonly label: string
  /** What is said besides, where the focus does not move to the question. */
  readonly way: string | undefined
}

interface Calls {
  /** Something must be answered; undefined: nothing any more. */
  ask(question: AskedNow | undefined): void
  /** Whose page this is, as the session knows it. */
  name(siteName: string): void
  /** Others wrote: said by the button, and counted until the panel is looked at. */
  tell(words: (count: number) => string, count: number): void
}

/** One of the things that the panel can show. It is kept as long as views of its kind follow each other. */
export interface Part {
  readonly element: HTMLElement
  update(view: PlaceView): void
  /** Where the focus goes when it comes: a heading, or the first field. */
  focus(): void
  /** It goes. */
  close?(): void
}

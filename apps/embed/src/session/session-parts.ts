import type { SessionWords } from './words/session-words.ts'

/** What everything of the session's part is made with. */
export interface SessionParts {
  readonly words: SessionWords
  /** BCP 47. */
  readonly lang: string
  readonly nameOf: (participantId: string) => string
  /** Opens the desk's own page in a new tab, as the same customer; while a click is handled. */
  readonly openPage: () => Promise<void>
}

import type { Draft } from './draft.ts'

/** What the parts of a queue's form get: the settings as they are edited, how to change them, and what is wrong. */
export interface DraftEditing {
  readonly draft: Draft
  readonly edit: (change: Partial<Draft>) => void
  /** Sentences by path, such as "form.0.label". */
  readonly problems: Readonly<Record<string, string>>
}

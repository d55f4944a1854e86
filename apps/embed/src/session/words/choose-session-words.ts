import type { SessionWords } from './session-words.ts'
import { en } from './en.ts'

/** In the language in which the rest of the embed speaks already. @param lang BCP 47. */
export async function chooseSessionWords(lang: string): Promise<SessionWords> {
  if (lang === 'de') return (await import('./de.ts')).de
  if (lang.includes('-X')) return (await import('../../words/pseudo.ts')).marked(en)
  return en
}

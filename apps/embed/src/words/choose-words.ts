import { en } from './en.ts'
import type { Words } from './words.ts'

/** Other languages come when somebody reads them. */
const OTHERS: Readonly<Record<string, () => Promise<Words>>> = {
  de: async () => (await import('./de.ts')).de,
  'en-xa': async () => (await import('./pseudo.ts')).pseudo('en-XA'),
  'ar-xb': async () => (await import('./pseudo.ts')).pseudo('ar-XB'),
}

/** The words in the first language of a list that there are words in; English where there is none, or they cannot be had. */
export async function chooseWords(wanted: readonly string[]): Promise<Words> {
  for (const lang of wanted.map((lang) => lang.toLowerCase())) {
    const [language = ''] = lang.split('-')
    const other = OTHERS[lang] ?? OTHERS[language]
    if (other) return other().catch(() => en)
    if (language === 'en') return en
  }
  return en
}

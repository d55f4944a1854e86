import { en } from './en.ts'
import type { Words } from './words.ts'

/**
 * English with marks, half as long again: `en-XA` from the left and `ar-XB` from the right. What shows without marks cannot
 * be translated; what does not fit will not fit in German either.
 */
export function pseudo(lang: 'en-XA' | 'ar-XB'): Words {
  return { ...marked(en), lang, dir: lang === 'ar-XB' ? 'rtl' : 'ltr' }
}

/** Words with marks in every string of theirs. */
export function marked<T>(value: T): T {
  if (typeof value === 'string') return mark(value) as T
  if (typeof value === 'function') return ((...given: unknown[]) => marked(value(...given))) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, marked(part)])) as T
}

function mark(text: string): string {
  const accented = text.replaceAll(/[aeioucn]/g, (letter) => 'áéíóúçñ'['aeioucn'.indexOf(letter)] ?? letter)
  return `[${accented}${'~'.repeat(Math.ceil(text.length / 2))}]`
}

import type { Distribution, FormField, Serving } from '@deskside/protocol'
import { CAPABILITY_WORDS } from '../consent/index.ts'

export const DISTRIBUTION_WORDS: Readonly<Record<Distribution, { readonly name: string; readonly means: string }>> = {
  everybody: {
    name: 'Everybody',
    means: 'All agents with room hear of the first in line at once; the first who accepts has them.',
  },
  'most-idle': {
    name: 'Most idle',
    means: 'One agent at a time: the one who has been without a session the longest.',
  },
  'round-robin': {
    name: 'Round robin',
    means: 'One agent at a time, in turn, in the order of their names.',
  },
}

export const KIND_WORDS: Readonly<Record<FormField['kind'], string>> = {
  text: 'One line of text',
  'long-text': 'Several lines of text',
  email: 'E-mail address',
  phone: 'Telephone number',
  choice: 'One of several options',
}

/** Monday first, as a queue's week is kept. */
export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const

export const PRIORITIES = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const
export const PRIORITY_ENDS: Readonly<Record<number, string>> = { 1: '1, goes last', 9: '9, goes first' }

export const SKILL_LEVELS = [1, 2, 3, 4, 5] as const
export const LEVEL_WORDS: Readonly<Record<number, string>> = {
  1: '1, knows a little',
  2: '2',
  3: '3, knows it well',
  4: '4',
  5: '5, an expert',
}

/** What of a queue's serving is other than in a new one, in short words. */
export function servingWords(serving: Serving, nameOf: (queueId: string) => string | undefined): string[] {
  const { needs, overflow, escalation, request, wrapUpSeconds, mayChoose } = serving
  const overflowsTo = overflow && nameOf(overflow.toQueueId)
  return [
    ...(needs.length > 0 ? [`Needs ${needs.map(({ skill, level }) => `${skill} ${level}`).join(', ')}`] : []),
    ...(overflowsTo ? [`Overflows to ${overflowsTo}`] : []),
    ...(escalation ? [`Priority ${escalation.priority} after a wait`] : []),
    ...(request ? [`Asks to ${CAPABILITY_WORDS[request].to}`] : []),
    ...(wrapUpSeconds > 0 ? ['Wrap-up'] : []),
    ...(mayChoose ? ['Agents may choose'] : []),
  ]
}

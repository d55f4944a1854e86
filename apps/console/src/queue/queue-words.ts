import type { Distribution, FormField } from '@deskside/protocol'

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

import type { RATINGS } from '@deskside/protocol'

/** What each rating says, the best first. */
export const RATING_WORDS: readonly { readonly rating: (typeof RATINGS)[number]; readonly words: string }[] = [
  { rating: 5, words: 'Very good' },
  { rating: 4, words: 'Good' },
  { rating: 3, words: 'All right' },
  { rating: 2, words: 'Not so good' },
  { rating: 1, words: 'Bad' },
]

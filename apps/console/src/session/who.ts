import { presentCustomer, presentRepresentatives, presentWatchers } from '@deskside/protocol'
import type { Customer, SessionState } from '@deskside/protocol'
import type { Tone } from '@deskside/ui'

/** The customer of a session: the one who is here, else the last who was. */
export function customerOf(session: SessionState): Customer | undefined {
  const customers = Object.values(session.participants).filter((p): p is Customer => p.role === 'customer')
  return presentCustomer(session) ?? customers.sort((a, b) => b.joinedSeq - a.joinedSeq)[0]
}

/** What a session is called in lists and headings. */
export function titleOf(session: SessionState): string {
  return customerOf(session)?.name ?? 'New session'
}

export interface StateWords {
  readonly tone: Tone
  readonly words: string
}

/** How a live session stands, in a word or two. */
export function stateOf(session: SessionState): StateWords {
  const knocks = Object.keys(session.knocks).length
  if (knocks > 0) return { tone: 'accent', words: knocks === 1 ? '1 person knocks' : `${knocks} people knock` }
  const customer = customerOf(session)
  switch (customer?.standing.is) {
    case undefined:
      return { tone: 'neutral', words: 'Waiting for a customer' }
    case 'here':
      return { tone: 'good', words: 'Connected' }
    case 'lost':
      return { tone: 'warn', words: 'Connection lost' }
    case 'left':
      return { tone: 'neutral', words: 'Customer left' }
  }
}

/** Managers who watch it, besides me. */
export function watchersOf(session: SessionState, me: string): string[] {
  return presentWatchers(session)
    .filter((p) => p.id !== me)
    .map((p) => p.name)
}

/** Colleagues in the session besides me. */
export function colleaguesOf(session: SessionState, me: string): string[] {
  return presentRepresentatives(session)
    .filter((p) => p.id !== me)
    .map((p) => p.name)
}

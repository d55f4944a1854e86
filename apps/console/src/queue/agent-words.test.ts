import { AGENT_STATES, AWAY_REASONS } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { chosenBy, optionOf } from './agent-words.ts'

test('[queue R6] every state and every reason is chosen by its own option, and only the server says that one was missed', () => {
  for (const state of AGENT_STATES) expect(chosenBy(optionOf({ state, reason: null }))).toEqual({ state })
  for (const reason of AWAY_REASONS)
    expect(chosenBy(optionOf({ state: 'away', reason }))).toEqual({ state: 'away', reason })
  expect(chosenBy(optionOf({ state: 'away', reason: 'missed' }))).toBeUndefined()
  expect(chosenBy('asleep')).toBeUndefined()
})

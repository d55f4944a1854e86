import { actionsFor, foldStory } from '@deskside/protocol'
import type { Capability, StoryEvent } from '@deskside/protocol'
import { describe, expect, it } from 'vitest'
import { outcomeWords, standingOf, standingWords } from './standing.ts'

const asked = { requestId: 'r1', capability: 'desktop.view', representativeId: 'anna', customerId: 'carla' } as const
const start: StoryEvent = {
  type: 'session.started',
  participantId: 'anna',
  userId: 'u',
  name: 'Anna',
  siteName: 'Help',
  supportManagerAllowed: true,
}
const admitted: StoryEvent = { type: 'session.admitted', knockId: 'carla', name: 'Carla' }
const request: StoryEvent = { type: 'consent.requested', ...asked, expiresAt: 99, detail: null }

function standing(...bodies: StoryEvent[]) {
  return standingFor('desktop.view', bodies)
}

function standingFor(capability: Capability, bodies: readonly StoryEvent[]) {
  const story = foldStory(bodies.map((body, index) => ({ seq: index + 1, at: 1, by: 'anna', body })))
  if (!story) throw new Error('The story has a beginning')
  return standingOf({ story, actions: actionsFor(story, 'anna') }, 'anna', capability)
}

describe('a capability in the console', () => {
  it('[consent R1] is closed, and says why, while nobody is there to ask', () => {
    expect(standing(start)).toEqual({ is: 'closed', because: 'There is no customer to ask yet.' })
  })

  it('[session R15] is free where the server would accept the request', () => {
    expect(standing(start, admitted)).toEqual({ is: 'free', last: undefined, customerName: 'Carla' })
  })

  it('[consent R4] waits while it is asked, and runs once it is granted', () => {
    expect(standing(start, admitted, request)).toMatchObject({ is: 'asked', request: { id: 'r1' } })
    const granted: StoryEvent = { type: 'consent.granted', ...asked, grantId: 'g1', automatic: false, detail: null }
    expect(standing(start, admitted, request, granted)).toMatchObject({ is: 'running', grant: { id: 'g1' } })
  })

  it.each(['declined', 'expired', 'withdrawn'] as const)(
    '[consent R8] says %s plainly and may be asked again',
    (outcome) => {
      const now = standing(start, admitted, request, { type: `consent.${outcome}`, requestId: 'r1' })
      expect(now).toMatchObject({ is: 'free', last: { outcome } })
      if (now.is !== 'free' || !now.last) throw new Error('The outcome is known')
      expect(outcomeWords(now.last)).toMatch(/^(Declined|No answer|You withdrew)/)
    },
  )

  it('[consent R16] says that the customer gets the Support Manager ready', () => {
    const control: StoryEvent = { ...request, ...asked, capability: 'desktop.control', detail: null, expiresAt: 99 }
    const open = standingFor('desktop.control', [start, admitted, control])
    expect(standingWords(open)).toBe('Waiting…')
    const prepared: StoryEvent = { type: 'consent.prepared', requestId: 'r1', expiresAt: 900 }
    expect(standingWords(standingFor('desktop.control', [start, admitted, control, prepared]))).toBe(
      'Carla is getting the Support Manager ready…',
    )
  })

  it('M3: says where the site does without the Support Manager, which control needs and looking does not', () => {
    const without: StoryEvent = { ...start, supportManagerAllowed: false } as StoryEvent
    expect(standingFor('desktop.view', [without, admitted]).is).toBe('free')
    for (const capability of ['desktop.control', 'application.control', 'desktop.share-control'] as const)
      expect(standingWords(standingFor(capability, [without, admitted]))).toMatch(/this site does without it/)
  })

  it('says nothing of what an earlier customer declined', () => {
    const left: StoryEvent = { type: 'session.left', participantId: 'carla', reason: 'left' }
    const other: StoryEvent = { type: 'session.admitted', knockId: 'dan', name: 'Dan' }
    const now = standing(start, admitted, request, { type: 'consent.declined', requestId: 'r1' }, left, other)
    expect(now).toEqual({ is: 'free', last: undefined, customerName: 'Dan' })
  })
})

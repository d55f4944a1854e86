import { foldStory } from '@deskside/protocol'
import type { Capability, StoredEvent, Story, StoryEvent } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { Approvals } from '../consent/approvals.ts'
import type { Target } from '../screen/screen-port.ts'
import { resumeLooks, returningLooks } from './returning-looks.ts'

const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`
const [ANNA, CARL] = [id(1), id(3)]
const SCREEN: Target = { kind: 'monitor', monitorId: 'DP-1' }
const PROGRAM: Target = { kind: 'application', applicationId: '7' }

const asked = (capability: Capability) =>
  ({ capability, representativeId: ANNA, customerId: CARL, detail: null }) as const
const granted = (n: number, capability: Capability): StoryEvent => ({
  type: 'consent.granted',
  grantId: id(10 + n),
  requestId: id(20 + n),
  ...asked(capability),
  automatic: false,
})
const GRANTS = (['desktop.view', 'desktop.control', 'application.view', 'device.shell', 'clipboard.out'] as const).map(
  (capability, n) => granted(n, capability),
)
function told(...grants: readonly StoryEvent[]): Story {
  const bodies: StoryEvent[] = [
    {
      type: 'session.started',
      participantId: ANNA,
      userId: 'u',
      name: 'Anna',
      siteName: 'A',
      supportManagerAllowed: true,
    },
    { type: 'session.admitted', knockId: CARL, name: 'Carl' },
    ...grants,
  ]
  return foldStory(bodies.map((body, n): StoredEvent => ({ seq: n + 1, at: 1, by: CARL, body }))) as Story
}

test('[device R8] C12: of all that was allowed only looking at the desktop goes on, until its end', () => {
  const before = new Approvals(CARL)
  for (const [n, capability, target] of [
    [0, 'desktop.view', SCREEN],
    [1, 'desktop.control', SCREEN],
    [2, 'application.view', PROGRAM],
    [3, 'device.shell', undefined],
  ] as const)
    before.approve(id(20 + n), asked(capability), target)
  before.handleStory(told(...GRANTS))
  expect(before.live()).toHaveLength(4)
  const looks = returningLooks(before)
  expect(looks.map((l) => l.grantId)).toEqual([id(10)])

  const after = new Approvals(CARL)
  const end = resumeLooks(after, looks)
  after.handleStory(told(...GRANTS))
  expect(after.live().map(({ grant, target }) => [grant.capability, target])).toEqual([['desktop.view', SCREEN]])
  end()
  expect(after.live()).toEqual([])
  // Nothing brings it back, a server that tells it again neither.
  after.handleStory(told(...GRANTS))
  expect(after.live()).toEqual([])
})

test('[device R8] C12: the end that was shown holds for another grant by the same request, too', () => {
  const [look] = GRANTS
  const before = new Approvals(CARL)
  before.approve(id(20), asked('desktop.view'), SCREEN)
  before.handleStory(told(...GRANTS))
  const after = new Approvals(CARL)
  const end = resumeLooks(after, returningLooks(before))
  const anew = told({ ...look, grantId: id(30) } as StoryEvent)
  after.handleStory(anew)
  end()
  after.handleStory(anew)
  expect(after.live()).toEqual([])
})

test('C12: what ended meanwhile, or is somebody else’s now, does not come back', () => {
  const before = new Approvals(CARL)
  before.approve(id(20), asked('desktop.view'), SCREEN)
  before.handleStory(told(...GRANTS))
  const looks = returningLooks(before)
  for (const grants of [[], [{ ...granted(0, 'desktop.view'), representativeId: id(9) } as StoryEvent]]) {
    const after = new Approvals(CARL)
    resumeLooks(after, looks)
    after.handleStory(told(...grants))
    expect(after.live()).toEqual([])
  }
})

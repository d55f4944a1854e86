import type { Capability, Capture, Grant } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { picturesOf } from './pictures.ts'

const grant = (id: string, capability: Capability, grantedAt: number): Grant => ({
  id,
  requestId: `r-${id}`,
  capability,
  representativeId: 'anna',
  customerId: 'carla',
  grantedAt,
  automatic: false,
  detail: null,
})
const capture = (grantId: string, streamId: string | null): Capture => ({
  grantId,
  deviceId: streamId === null ? 'program' : 'page',
  streamId,
  surface: 'monitor',
  audio: false,
  startedAt: 0,
})

function story(grants: readonly Grant[], captures: readonly Capture[] = []) {
  return {
    consent: {
      requests: {},
      everything: [],
      unanswered: [],
      grants: Object.fromEntries(grants.map((each) => [each.id, each])),
    },
    screen: Object.fromEntries(captures.map((each) => [each.grantId, each])),
  }
}

test('A8: looking and control of one desktop are one picture, whichever came first', () => {
  const [view, control] = [grant('v', 'desktop.view', 1), grant('c', 'desktop.control', 2)]
  const application = grant('a', 'application.view', 3)
  const share = grant('s', 'desktop.share-view', 4)
  const { seen, shown } = picturesOf(story([control, application, share, view]), 'anna')
  expect(seen).toMatchObject([
    { kind: 'desktop', grants: [view, control], control },
    { kind: 'application', grants: [application] },
  ])
  expect(seen[1]?.control).toBeUndefined()
  expect(shown).toMatchObject([{ kind: 'desktop', grants: [share] }])
  expect(picturesOf(story([view]), 'anna').seen[0]?.control).toBeUndefined()
  expect(picturesOf(story([view]), 'somebody else').seen).toEqual([])
})

test('A8: when control rises over a browser’s picture, the Support Manager’s takes its place', () => {
  const grants = [grant('v', 'desktop.view', 1), grant('c', 'desktop.control', 2)]
  const [byPage, byProgram] = [capture('v', 'stream'), capture('c', null)]
  expect(picturesOf(story(grants, [byPage]), 'anna').seen[0]?.capture).toEqual(byPage)
  expect(picturesOf(story(grants, [byPage, byProgram]), 'anna').seen[0]?.capture).toEqual(byProgram)
})

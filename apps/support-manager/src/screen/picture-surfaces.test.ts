import { expect, test } from 'vitest'
import { offersFor } from './picture-surfaces.ts'
import type { Monitor, Target } from './screen-port.ts'

const monitor = (id: string, x: number): Monitor => ({
  id,
  name: id,
  area: { x, y: 0, width: 800, height: 600 },
  primary: x === 0,
})
const BOTH = [monitor('one', 0), monitor('two', 800)]
const ids = (allowed: readonly Target[], monitors = BOTH) =>
  offersFor(allowed, monitors).map(({ surface }) => surface.id)

test('[screen R1] C2: a page is offered what was allowed, and nothing beside it', () => {
  const one = { kind: 'monitor', monitorId: 'one' } as const
  const editor = { kind: 'application', applicationId: 'editor' } as const
  expect(ids([])).toEqual([])
  expect(ids([one])).toEqual(['monitor:one'])
  expect(ids([{ kind: 'all-monitors' }])).toEqual(['monitor:one', 'monitor:two', 'all-monitors'])
  expect(ids([{ kind: 'all-monitors' }], [monitor('one', 0)])).toEqual(['monitor:one'])
  expect(ids([editor, one, editor])).toEqual(['monitor:one', 'application:editor'])
  expect(ids([{ kind: 'monitor', monitorId: 'unplugged' }])).toEqual([])
})

test('all screens are as large as what they lie in together', () => {
  const all = offersFor([{ kind: 'all-monitors' }], BOTH).at(-1)
  expect([all?.surface.width, all?.surface.height]).toEqual([1600, 600])
})

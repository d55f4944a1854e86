import { expect, test } from 'vitest'
import { BoardLine } from '../testing/board-line.ts'
import { ServerWorld } from '../testing/world.ts'

const SIGN_IN_MS = 15 * 24 * 3_600_000

test('B3: a manager’s page is told nothing any more once their sign-in has run out', async () => {
  const world = await ServerWorld.start()
  try {
    const ada = await world.setUp()
    const line = await BoardLine.open(ada)
    await line.until(() => true)
    const heard = line.heard.length
    world.clock.turn(SIGN_IN_MS)
    await line.ended
    expect(heard).toBeGreaterThan(0)
  } finally {
    await world.stop()
  }
})

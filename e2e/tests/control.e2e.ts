import { clickAt, controlDesktop, helped } from '../control-session.ts'
import { expect, expectColour, hex, test } from '../world.ts'

/** A place of the desktop that none of the tests' windows covers. */
const BARE = { name: "Customer's desktop", x: 0.95, y: 0.1 }

test('the main way: asked for, allowed in the small window, seen exactly, and typed into a real terminal', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await desktop.paint(hex('green'))
  const typed = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  await expectColour(session.rep, BARE, 'green')
  await clickAt(session.rep, typed.at.x, typed.at.y)
  await session.rep.keyboard.type('echo Hello, Carla; ls -la | wc\n')
  await expect.poll(() => typed.text()).toContain('echo Hello, Carla; ls -la | wc')
  await desktop.paint(hex('blue'))
  await expectColour(session.rep, BARE, 'blue')
})

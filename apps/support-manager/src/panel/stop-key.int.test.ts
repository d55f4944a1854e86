import { afterAll, beforeAll, expect, test } from 'vitest'
import { openX11 } from '../platform/x11.ts'
import { openTestDisplay, until } from '../testing/x-display.ts'
import type { TestDisplay } from '../testing/x-display.ts'
import { holdStopKey } from './stop-key.ts'

let display: TestDisplay
beforeAll(async () => {
  display = await openTestDisplay()
  await display.manage()
})
afterAll(() => display.close())

const press = (...keys: readonly string[]): Promise<string> => display.run('/usr/bin/xdotool', ['key', ...keys])

test('C10: Ctrl+Alt+End is heard while another window has the keyboard, with every lock on or off, and nothing else is', async () => {
  display.start('/usr/bin/xterm', ['-T', 'Work'])
  const work = (await until('a window to work in', () => findWindow('Work'))).trim()
  await display.run('/usr/bin/xdotool', ['windowfocus', '--sync', work])
  const x = await openX11(display.name)
  let stops = 0
  const key = await holdStopKey(x, () => (stops += 1))
  expect(key.held).toBe(true)
  let expected = 0
  for (const locks of [[], ['Num_Lock'], ['Caps_Lock'], ['Num_Lock']]) {
    await press(...locks, 'ctrl+End', 'alt+End', 'End', 'ctrl+alt+Home')
    await press('ctrl+alt+End')
    expected += 1
    await until('the key is heard', () => (stops >= expected ? true : undefined))
    await x.sync()
    expect(stops).toBe(expected)
  }
  await press('Caps_Lock')
  key.close()
  key.close()
  await x.sync()
  await press('ctrl+alt+End')
  await x.sync()
  expect(stops).toBe(expected)
  x.close()
})

test('C10: where another program has the keys already, that is said, and they are free again once it is gone', async () => {
  const [first, second] = [await openX11(display.name), await openX11(display.name)]
  expect((await holdStopKey(first, () => undefined)).held).toBe(true)
  const late = await holdStopKey(second, () => undefined)
  expect(late.held).toBe(false)
  first.close()
  await until('the keys are free', async () => {
    const key = await holdStopKey(second, () => undefined)
    if (!key.held) key.close()
    return key.held ? true : undefined
  })
  second.close()
})

async function findWindow(title: string): Promise<string | undefined> {
  try {
    return await display.run('/usr/bin/xdotool', ['search', '--onlyvisible', '--name', title])
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

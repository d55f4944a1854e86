import { setImmediate as othersFirst } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { openX11 } from '../platform/x11.ts'
import { openTestDisplay } from '../testing/x-display.ts'
import { startProgram } from '../testing/x-program.ts'
import { openX11Screen } from './x11-screen.ts'

const GREEN = 0x00_c0_00
const BLUE = 0x00_00_ff
const ALL = { kind: 'all-monitors' } as const

it('C10: a display that goes while it is looked at refuses those who asked, and leaves no error that nobody hears', async () => {
  const unheard: unknown[] = []
  const hear = (error: unknown): void => void unheard.push(error)
  process.on('unhandledRejection', hear)
  const display = await openTestDisplay('400x300')
  const desk = await openX11(display.name)
  const writer = await startProgram(display, 'Writer')
  const window = await writer.open({ colour: GREEN, area: { x: 0, y: 0, width: 80, height: 60 }, menu: true })
  const screen = await openX11Screen(display.name)
  const source = await screen.open(ALL)
  desk.client.SetInputFocus(window, 1)
  await desk.sync()
  expect(await screen.whatHasFocus(ALL)).toBe('target')
  await source.grab()
  const told = new Promise<void>((resolve) => source.onChange(resolve))
  await writer.paint(window, BLUE)
  await told
  // Nobody else is answered from here on: all that is asked is on its way when the display goes.
  desk.client.GrabServer()
  await desk.sync()
  const asked = Promise.allSettled([source.grab(), screen.whatHasFocus(ALL)])
  await othersFirst()
  await display.close()
  expect((await asked).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await othersFirst()
  process.off('unhandledRejection', hear)
  expect(unheard).toEqual([])
  await writer.end()
  screen.close()
  desk.close()
})

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openX11 } from '../platform/x11.ts'
import { openTestDisplay, until } from '../testing/x-display.ts'
import type { TestDisplay } from '../testing/x-display.ts'

let display: TestDisplay
beforeAll(async () => {
  display = await openTestDisplay()
})
afterAll(() => display.close())

/** A program that holds keys and a button, has a key bound to a character, and says so. */
const HOLDS = `
  const { openX11 } = await import(${JSON.stringify(new URL('../platform/x11.ts', import.meta.url).href)})
  const { openX11Input } = await import(${JSON.stringify(new URL('./x11-input.ts', import.meta.url).href)})
  const input = await openX11Input(await openX11())
  const modifiers = { shift: false, control: false, alt: false, meta: false, altGraph: false, capsLock: false }
  await input.text('\\u4f60')
  await input.key({ key: 'a', code: 'KeyA', down: true, modifiers })
  await input.key({ key: 'Shift', code: 'ShiftLeft', down: true, modifiers })
  await input.button(0, true)
  process.stdout.write('holding')
`

test('[control R5] a program that is killed in the middle leaves no key, no button and no bound key behind', async () => {
  const x = await openX11(display.name)
  const down = () =>
    x.ask<Buffer>((reply) => x.client.QueryKeymap(reply)).then((keys) => keys.some((byte) => byte !== 0))
  const pressed = () =>
    x.ask<{ keyMask: number }>((reply) => x.client.QueryPointer(x.root, reply)).then(({ keyMask }) => keyMask & 0xff00)
  const bound = async () => {
    const { min, max } = x.keycodes
    const rows = await x.ask<readonly (readonly number[])[]>((reply) =>
      x.client.GetKeyboardMapping(min, max - min + 1, reply),
    )
    return rows.some((row) => row.includes(0x01004f60))
  }
  expect([await down(), await pressed(), await bound()]).toEqual([false, 0, false])
  const env = { ...process.env, DISPLAY: display.name }
  const program = spawn(process.execPath, ['--input-type=module', '-e', HOLDS], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(program.stdout, 'data')
  await until('the keys are down', async () => (await down()) && (await pressed()) !== 0 && (await bound()))
  program.kill('SIGKILL')
  await until('nothing is held any more', async () => !(await down()) && (await pressed()) === 0 && !(await bound()))
  x.close()
})

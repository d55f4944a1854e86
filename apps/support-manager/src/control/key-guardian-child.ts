import { createInterface } from 'node:readline'
import { openX11 } from '../platform/x11.ts'

/** XTEST's kinds of events (the core protocol's numbers). */
const RELEASE = { key: 3, button: 5 } as const

/** The guardian's own process: listens until there is nothing more to hear, then lets go of what is still held. */
export async function runKeyGuardian(): Promise<void> {
  // What ends the program that it guards must not end it before its work is done.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
  const held = { key: new Set<number>(), button: new Set<number>(), bound: new Set<number>() }
  const x = await openX11()
  const test = await x.extension('xtest')
  for await (const line of createInterface({ input: process.stdin })) {
    const [, what, detail, on] = /^(key|button|bound) (\d+) ([01])$/.exec(line) ?? []
    const set = what === undefined ? undefined : held[what as keyof typeof held]
    if (on === '1') set?.add(Number(detail))
    else set?.delete(Number(detail))
  }
  for (const kind of ['key', 'button'] as const)
    for (const detail of held[kind]) test.FakeInput(RELEASE[kind], detail, 0, 0, 0, 0)
  for (const keycode of held.bound) x.client.ChangeKeyboardMapping(keycode, 2, [0, 0])
  await x.sync()
  x.close()
  process.exit(0)
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openTestDisplay } from './testing/x-display.ts'
import type { TestDisplay } from './testing/x-display.ts'

let display: TestDisplay
beforeEach(async () => {
  display = await openTestDisplay()
})
afterEach(() => display.close())

test('C10: the program does not outlive the desktop that it serves, where nobody could see it or stop it', async () => {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url))
  const args = [main, '--server', 'http://127.0.0.1:1', '--window', 'none']
  const env = { ...process.env, DISPLAY: display.name }
  const program = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const gone = once(program, 'exit')
  try {
    let said = ''
    while (!said.includes('Open this address')) said += String((await once(program.stdout, 'data'))[0])
    await display.close()
    await gone
    expect(program.signalCode).toBeNull()
  } finally {
    program.kill('SIGKILL')
  }
}, 30_000)

import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { SCRIPT_LIFE_MS, SCRIPT_OUTPUT_BYTES } from '@deskside/protocol'
import type { DeviceOutcome, Interpreter } from '@deskside/protocol'
import { INTERPRETERS } from './interpreters.ts'
import { Outlet } from './outlet.ts'
import type { DeviceChannel } from './outlet.ts'
import { endSession } from './process-session.ts'

export interface ScriptEnd {
  readonly outcome: DeviceOutcome
  readonly exitCode: number | null
  readonly cut: boolean
  /** Why it could not be run at all. */
  readonly problem?: string
}
export interface ScriptRun {
  readonly ended: Promise<ScriptEnd>
  /** Ends it here and now, with all that it started. */
  stop(): void
}

export interface ScriptParts {
  readonly interpreter: Interpreter
  readonly text: string
  readonly channel: DeviceChannel
  /** In milliseconds. */
  readonly life?: number
}

/** Runs a script as it was approved. Its file is gone when it has ended; so is everything that it started (device R5, C13). */
export function runScript({ interpreter, text, channel, life = SCRIPT_LIFE_MS }: ScriptParts): ScriptRun {
  const way = INTERPRETERS[interpreter]
  if (!way.systems.includes(process.platform)) {
    return fails(`Scripts for ${interpreter} do not run on this computer’s system.`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'deskside-script-'))
  const file = join(folder, `script${way.suffix}`)
  const tidy = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    writeFileSync(file, way.encode?.(text) ?? text, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    tidy()
    throw error
  }
  const outlet = new Outlet({ channel, what: 'script', limit: SCRIPT_OUTPUT_BYTES })
  const child = spawn(way.command, [...way.args, file], {
    cwd: homedir(),
    // The leader of a session of its own, so that all of it can be ended.
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  })
  let outcome: DeviceOutcome = 'done'
  const end = (why: DeviceOutcome): void => {
    if (outcome !== 'done' || child.pid === undefined) return
    outcome = why
    endSession(child.pid)
  }
  const late = setTimeout(() => end('timed-out'), life)
  child.stdout.on('data', (chunk: Buffer) => outlet.bytes(chunk, 'out', child.stdout))
  child.stderr.on('data', (chunk: Buffer) => outlet.bytes(chunk, 'error', child.stderr))
  const ended = new Promise<ScriptEnd>((resolve) => {
    const finish = (result: ScriptEnd): void => {
      clearTimeout(late)
      outlet.close()
      tidy()
      resolve(result)
    }
    child.on('error', () =>
      finish({ outcome: 'failed', exitCode: null, cut: false, problem: `This computer has no ${interpreter}.` }),
    )
    // What it left running in its session would keep the output open, and itself alive.
    child.on('exit', () => {
      if (child.pid !== undefined) endSession(child.pid)
    })
    child.on('close', (code) => finish({ outcome, exitCode: outcome === 'done' ? code : null, cut: outlet.cut }))
  })
  return { ended, stop: () => end('stopped') }
}

const fails = (problem: string): ScriptRun => ({
  ended: Promise.resolve({ outcome: 'failed', exitCode: null, cut: false, problem }),
  stop: () => undefined,
})

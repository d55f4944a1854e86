import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { ownCommand } from '../platform/own-command.ts'

/** What is down, or bound to a character, because of us. */
export type Held = 'key' | 'button' | 'bound'

/** The word that starts the guardian's own process. */
export const GUARDIAN_ARGUMENT = '--internal=guardian'

/**
 * Sees to it that no key stays down when this program is killed and can do nothing itself (control R5): a process of its
 * own, which is told of everything that is held, and lets go of it when it hears no more. It is started with the first key.
 */
export class KeyGuardian {
  #child: ChildProcess | undefined

  /** Say this before a press goes out, and after a release: too much is let go of rather than too little. */
  note(what: Held, detail: number, held: boolean): void {
    this.#child ??= this.#start()
    this.#child.stdin?.write(`${what} ${detail} ${held ? 1 : 0}\n`)
  }

  close(): void {
    this.#child?.stdin?.end()
    this.#child = undefined
  }

  #start(): ChildProcess {
    const [command, ...args] = ownCommand(GUARDIAN_ARGUMENT)
    // Not in our group: what ends us by a terminal's keys must not end it, too.
    const child = spawn(command, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
    child.unref()
    child.on('error', () => undefined)
    child.stdin.on('error', () => undefined)
    child.once('exit', () => {
      if (this.#child === child) this.#child = undefined
    })
    return child
  }
}

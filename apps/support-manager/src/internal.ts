import { GUARDIAN_ARGUMENT } from './control/key-guardian.ts'
import { about } from './platform/about.ts'

/**
 * What the one-file program does when it is started by itself, or by somebody who looks after it, instead of by a person in
 * need of support. @returns whether it was one of these; it goes on by itself and sets the exit code.
 */
export function runInternal([name]: readonly string[]): boolean {
  switch (name) {
    case '--version': {
      const { version, builtFrom } = about()
      process.stdout.write(`Deskside Support Manager ${version} (${builtFrom})\n`)
      return true
    }
    case '--self-test':
      void import('./self-test.ts').then(({ runSelfTest }) => runSelfTest())
      return true
    case GUARDIAN_ARGUMENT:
      void import('./control/key-guardian-child.ts').then(({ runKeyGuardian }) => runKeyGuardian())
      return true
    case '--internal=window':
      void import('./panel/window-child.ts').then(({ runWindowChild }) => runWindowChild())
      return true
    default:
      return false
  }
}

import { readConfig } from '../config.ts'
import type { Config, ConfigReading } from '../config.ts'
import { readArguments, usageOf, wantsHelp } from './arguments.ts'
import type { Form, Given } from './arguments.ts'
import { verifyAudit } from './audit-verify.ts'
import { backUp } from './backup.ts'
import { runDoctor } from './doctor.ts'
import { CannotDo, WrongUsage, sentenceOf } from './failure.ts'
import { restore } from './restore.ts'
import { seedDemo } from './seed-demo.ts'
import { say } from './terminal.ts'
import { createUser, listUsers, resetUser } from './user.ts'

interface Command extends Form {
  readonly does: string
  /** Answers false when what was looked at is not as it should be. */
  readonly run: (reading: ConfigReading, given: Given) => Promise<boolean | void>
}

const withConfig =
  (run: (config: Config, given: Given) => Promise<boolean | void>): Command['run'] =>
  (reading, given) => {
    if (reading.ok) return run(reading.config, given)
    const list = reading.problems.map((problem) => `\n  - ${problem}`).join('')
    throw new CannotDo(`Mend these settings first:${list}`)
  }

const COMMANDS: readonly Command[] = [
  {
    words: 'user create',
    options: { email: 'E', name: 'N', role: 'administrator|manager|representative' },
    operands: [],
    does: 'makes an account; the password is read from standard input',
    run: withConfig((config, { options }) => createUser(config, options)),
  },
  {
    words: 'user reset',
    options: { email: 'E' },
    operands: [],
    does: 'gives an account a new password, read from standard input, and ends all its sign-ins',
    run: withConfig((config, { options }) => resetUser(config, options['email'] ?? '')),
  },
  {
    words: 'user list',
    options: {},
    operands: [],
    does: 'lists all accounts',
    run: withConfig(listUsers),
  },
  {
    words: 'backup',
    options: {},
    operands: ['DIR'],
    does: 'writes everything into a new folder, also while the server runs',
    run: withConfig((config, { operands }) => backUp(config, operands[0] ?? '')),
  },
  {
    words: 'restore',
    options: {},
    operands: ['DIR'],
    does: 'brings a backup back into an empty data folder',
    run: withConfig((config, { operands }) => restore(config, operands[0] ?? '')),
  },
  {
    words: 'doctor',
    options: {},
    operands: [],
    does: 'looks whether everything is as it should be, and says what to do where it is not',
    run: runDoctor,
  },
  {
    words: 'audit verify',
    options: {},
    operands: [],
    does: 'checks that no line of the audit log was changed, removed or slipped in',
    run: withConfig(verifyAudit),
  },
  {
    words: 'seed demo',
    options: {},
    operands: [],
    does: 'makes a site for trying out, with three people, on an empty data folder',
    run: withConfig(seedDemo),
  },
]

const USAGE = [
  'Usage: npm run admin -- COMMAND',
  '',
  ...COMMANDS.map((command) => `  ${usageOf(command)}\n      ${command.does}`),
  '',
  'Settings are those of the server: the environment, and deskside.conf in the data folder (DATA_DIR).',
].join('\n')

/** Runs one command of the command line. @returns the exit code: 0 done, 1 not done or not well, 2 written wrongly. */
export async function runAdmin(args: readonly string[]): Promise<number> {
  if (wantsHelp(args)) {
    say(USAGE)
    return 0
  }
  try {
    const { form, given } = readArguments(COMMANDS, args)
    return (await form.run(readConfig(), given)) === false ? 1 : 0
  } catch (error) {
    process.stderr.write(`${sentenceOf(error)}\n`)
    return error instanceof WrongUsage ? 2 : 1
  }
}

import { createUserSchema, newPasswordSchema, roleSchema } from '@deskside/protocol'
import type { UserRow } from '@deskside/protocol'
import { AppError } from '../platform/errors.ts'
import type { Config } from '../config.ts'
import { CannotDo, WrongUsage } from './failure.ts'
import { withDatabase } from './open-database.ts'
import { COMMAND_LINE, servicesOfSite } from './services.ts'
import { readPassword, say } from './terminal.ts'

/** `user create`. */
export async function createUser(config: Config, options: Readonly<Record<string, string>>): Promise<void> {
  const parsed = createUserSchema.omit({ password: true }).safeParse(options)
  if (!parsed.success) throw new WrongUsage(sentenceFor(String(parsed.error.issues[0]?.path[0])))
  await withDatabase(config, { mayCreate: false }, async (opened) => {
    const { account } = await servicesOfSite(config, opened)
    const password = await readNewPassword()
    await account.create({ ...parsed.data, password }, COMMAND_LINE)
    say(`${parsed.data.email} can sign in now, as ${parsed.data.role}.`)
  })
}

function sentenceFor(option: string): string {
  if (option === 'role') return `Write one of these after --role: ${roleSchema.options.join(', ')}.`
  if (option === 'email') return 'Write an e-mail address such as anna@example.com after --email.'
  return 'Write a name of 1 to 80 letters, digits, spaces and punctuation after --name.'
}

/** `user reset`: also the way back in for an administrator who lost the password. */
export async function resetUser(config: Config, email: string): Promise<void> {
  await withDatabase(config, { mayCreate: false }, async (opened) => {
    const { account } = await servicesOfSite(config, opened)
    const user = (await account.users()).find((one) => one.email === email.trim().toLowerCase())
    if (!user) throw new CannotDo('Nobody has this e-mail address. See all accounts with: npm run admin -- user list')
    const password = await readNewPassword()
    const signIns = await account.signIns(user.id)
    await account.change(user.id, { password }, COMMAND_LINE)
    say(`${user.email} has a new password. Sign-ins ended: ${signIns.length}.`)
    if (user.disabled) say('The account is disabled all the same: an administrator can enable it under People.')
  })
}

async function readNewPassword(): Promise<string> {
  const password = await readPassword()
  if (!newPasswordSchema.safeParse(password).success) throw new AppError('account.weak-password')
  return password
}

/** `user list`. */
export async function listUsers(config: Config): Promise<void> {
  const users = await withDatabase(config, { mayCreate: false }, async (opened) =>
    (await servicesOfSite(config, opened)).account.users(),
  )
  const rows = [['E-MAIL', 'NAME', 'ROLE', 'SINCE', ''], ...users.map(rowOf)]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  for (const row of rows)
    say(
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

function rowOf({ email, name, role, createdAt, disabled }: UserRow): string[] {
  return [email, name, role, new Date(createdAt).toISOString().slice(0, 10), disabled ? 'disabled' : '']
}

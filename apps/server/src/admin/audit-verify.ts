import type { Config } from '../config.ts'
import { withDatabase } from './open-database.ts'
import { servicesOfSite } from './services.ts'
import { say } from './terminal.ts'

/** `audit verify`. */
export async function verifyAudit(config: Config): Promise<boolean> {
  const { checked, brokenAt } = await withDatabase(config, { mayCreate: false }, async (opened) =>
    (await servicesOfSite(config, opened)).audit.verify(),
  )
  if (brokenAt === undefined) {
    say(`The audit log holds: ${checked} lines in one unbroken chain.`)
    return true
  }
  say(
    `The audit log is broken at line ${brokenAt}: it, or a line before it that is no longer there, was changed behind the server. The ${checked} lines before it hold. Keep this database and compare it with a backup.`,
  )
  return false
}

import type { Config, ConfigReading } from '../config.ts'
import { hasEmbeddedPostgres } from '../platform/embedded-postgres.ts'
import { checkDatabase } from './doctor-database.ts'
import { checkDataFolder, checkDisk, checkNode, checkSecrets } from './doctor-machine.ts'
import { checkAddress, checkMail, checkProxies, checkTurn } from './doctor-settings.ts'
import { sentenceOf } from './failure.ts'
import { fail, lineOf, warn } from './finding.ts'
import type { Finding } from './finding.ts'
import { withDatabase } from './open-database.ts'
import { say } from './terminal.ts'

/** `doctor`: looks at everything even when something fails. */
export async function runDoctor(reading: ConfigReading): Promise<boolean> {
  const findings: Finding[] = []
  const report = (...found: Finding[]): void => {
    for (const finding of found) say(lineOf(finding))
    findings.push(...found)
  }
  report(checkNode(process.versions.node))
  if (reading.ok) await examine(reading.config, report)
  else for (const problem of reading.problems) report(fail(`Settings: ${problem}`, 'Mend it'))
  return findings.every(({ level }) => level !== 'fail')
}

async function examine(config: Config, report: (...found: Finding[]) => void): Promise<void> {
  report(checkDataFolder(config.dataFolder), checkDisk(config.dataFolder), ...checkSecrets(config.dataFolder))
  report(checkAddress(config), checkProxies(config), checkTurn(config), checkMail(config))
  if (!config.DATABASE_URL && !hasEmbeddedPostgres(config.dataFolder)) {
    report(warn('Database: there is none yet', 'Start the server with npm start: it makes one'))
    return
  }
  try {
    await withDatabase(config, { mayCreate: false }, async (opened) => report(...(await checkDatabase(config, opened))))
  } catch (error) {
    report(fail('Database: it cannot be used', sentenceOf(error).replace(/\.$/, '')))
  }
}

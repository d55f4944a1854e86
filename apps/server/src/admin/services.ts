import { randomBytes } from 'node:crypto'
import { createAccountService, createAccountStore } from '../account/index.ts'
import type { AccountService } from '../account/index.ts'
import { createAudit } from '../audit/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Config } from '../config.ts'
import { systemClock } from '../platform/clock.ts'
import { createSite } from '../site/index.ts'
import type { SiteService } from '../site/index.ts'
import { CannotDo } from './failure.ts'
import type { OpenDatabase } from './open-database.ts'
import { requireCurrentTables } from './open-database.ts'

/** Who the audit log says it was. */
export const COMMAND_LINE = 'command-line'

export interface Services {
  readonly audit: Audit
  readonly account: AccountService
  readonly site: SiteService
}

/** The server's own services, so that a command does nothing in a way of its own. */
export function createServices(config: Config, { database }: OpenDatabase): Services {
  const clock = systemClock
  const audit = createAudit(database, clock)
  const account = createAccountService({
    database,
    store: createAccountStore(database),
    audit,
    clock,
    // Seals sign-ins, and no command signs anybody in: the site's own secret stays unread.
    secret: randomBytes(32).toString('base64url'),
    publicUrl: () => config.PUBLIC_URL ?? '',
    secure: true,
  })
  return { audit, account, site: createSite({ database, account, audit, clock, dataFolder: config.dataFolder }) }
}

/** The services of a site that is set up. @throws CannotDo when there is none. */
export async function servicesOfSite(config: Config, opened: OpenDatabase): Promise<Services> {
  await requireCurrentTables(opened.database)
  const services = createServices(config, opened)
  if ((await services.site.open()) === undefined) return services
  throw new CannotDo(
    'There is no site yet. Start the server with npm start, open the "First run" address that it prints, and create the site there; the first administrator is made with it.',
  )
}

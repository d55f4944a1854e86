import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { timingSafeEqual } from 'node:crypto'
import { DISCLOSURE } from '@deskside/protocol'
import type { Monitoring } from '@deskside/protocol'
import type { Generated, Kysely } from 'kysely'
import type { AccountService } from '../account/index.ts'
import type { Audit } from '../audit/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { Database } from '../platform/database.ts'
import { isUniqueViolation } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { hashToken, randomToken } from '../platform/ids.ts'

declare module '../platform/database.ts' {
  interface Database {
    site: {
      id: number
      name: string
      created_at: number
      support_manager_allowed: Generated<boolean>
      monitoring: Generated<Monitoring['policy']>
      monitoring_disclosure: Generated<string>
    }
  }
}

export interface SiteService {
  /** Undefined until somebody has set the site up. */
  name(): string | undefined
  /** Whether people of this site may use the Support Manager (consent R19). */
  supportManagerAllowed(): boolean
  /** Changes that, by an administrator's account; what is so already is not written down again (download R7). */
  setSupportManagerAllowed(allowed: boolean, by: string): Promise<void>
  /** Whether managers may look on in sessions, and what customers are told of it, as this server knows it. */
  monitoring(): Monitoring
  /** The same as it is stored: another server may have changed it. */
  storedMonitoring(): Promise<Monitoring>
  setMonitoring(monitoring: Monitoring, by: string): Promise<void>
  /** Told after each such change. */
  onMonitoring(listener: (monitoring: Monitoring) => void): void
  /**
   * Looks whether the site is set up, and draws the one-time token if it is not.
   * @returns the token to print, once; undefined for a site that stands.
   * @throws when the data folder says that there is a site and the database is empty (THREATS A4).
   */
  open(): Promise<string | undefined>
  setUp(entry: { token: string; name: string; email: string; password: string; siteName: string }): Promise<void>
}

interface Parts {
  readonly database: Kysely<Database>
  readonly account: AccountService
  readonly audit: Audit
  readonly clock: Clock
  readonly dataFolder: string
}

export function createSite({ database, account, audit, clock, dataFolder }: Parts): SiteService {
  const marker = join(dataFolder, 'SITE_INITIALISED')
  let siteName: string | undefined
  let supportManagerAllowed = true
  let tokenHash: string | undefined
  let monitoring: Monitoring = { policy: 'with-notice', disclosure: DISCLOSURE }
  const listeners: ((monitoring: Monitoring) => void)[] = []
  const readMonitoring = async (): Promise<Monitoring> => {
    const row = await database
      .selectFrom('site')
      .select(['monitoring as policy', 'monitoring_disclosure as disclosure'])
      .executeTakeFirst()
    return row ?? monitoring
  }
  return {
    name: () => siteName,
    supportManagerAllowed: () => supportManagerAllowed,
    async setSupportManagerAllowed(allowed, by) {
      await database.transaction().execute(async (transaction) => {
        const changed = await transaction
          .updateTable('site')
          .set({ support_manager_allowed: allowed })
          .where('support_manager_allowed', '!=', allowed)
          .returning('id')
          .executeTakeFirst()
        const details = { supportManagerAllowed: allowed }
        if (changed) await audit.write(transaction, { actor: by, action: 'site.changed', subject: 'site', details })
      })
      supportManagerAllowed = allowed
    },
    monitoring: () => monitoring,
    async storedMonitoring() {
      monitoring = await readMonitoring()
      return monitoring
    },
    async setMonitoring(next, by) {
      await database.transaction().execute(async (transaction) => {
        const { policy, disclosure } = next
        const changed = await transaction
          .updateTable('site')
          .set({ monitoring: policy, monitoring_disclosure: disclosure })
          .where((row) => row.or([row('monitoring', '!=', policy), row('monitoring_disclosure', '!=', disclosure)]))
          .returning('id')
          .executeTakeFirst()
        const details = { monitoring: policy }
        if (changed) await audit.write(transaction, { actor: by, action: 'site.changed', subject: 'site', details })
      })
      monitoring = next
      for (const listener of listeners) listener(next)
    },
    onMonitoring: (listener) => void listeners.push(listener),
    async open() {
      const row = await database.selectFrom('site').select(['name', 'support_manager_allowed']).executeTakeFirst()
      siteName = row?.name
      supportManagerAllowed = row?.support_manager_allowed ?? true
      monitoring = await readMonitoring()
      if (row) {
        if (!existsSync(marker)) writeFileSync(marker, '')
        return undefined
      }
      if (existsSync(marker)) {
        throw new Error(
          'This data folder belongs to a site that is set up, but the database is empty: probably another volume or database is connected. ' +
            'Connect the right one, or bring a backup back with: npm run admin -- restore DIR. ' +
            'To begin a new site here all the same, remove the file SITE_INITIALISED from the data folder.',
        )
      }
      const token = randomToken()
      tokenHash = hashToken(token)
      return token
    },
    async setUp({ token, siteName: name, ...first }) {
      if (siteName !== undefined) throw new AppError('request.not-found')
      if (tokenHash === undefined || !timingSafeEqual(Buffer.from(hashToken(token)), Buffer.from(tokenHash)))
        throw new AppError('site.set-up-token')
      try {
        await database.transaction().execute(async (transaction) => {
          // The one row of this table is what two set-ups at once compete for: the second waits here and fails.
          await transaction.insertInto('site').values({ id: 1, name, created_at: clock.now() }).execute()
          const id = await account.create({ ...first, role: 'administrator' }, 'system', transaction)
          await audit.write(transaction, { actor: id, action: 'site.set-up', subject: 'site' })
        })
      } catch (error) {
        throw isUniqueViolation(error) ? new AppError('site.already-set-up', { cause: error }) : error
      }
      siteName = name
      tokenHash = undefined
      writeFileSync(marker, '')
    },
  }
}

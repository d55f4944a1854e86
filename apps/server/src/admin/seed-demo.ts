import { randomToken } from '../platform/ids.ts'
import { migrate } from '../platform/database.ts'
import type { Config } from '../config.ts'
import { CannotDo } from './failure.ts'
import { withDatabase } from './open-database.ts'
import { COMMAND_LINE, createServices } from './services.ts'
import { say } from './terminal.ts'

const SITE_NAME = 'Demo Support'
const ADMINISTRATOR = { name: 'Ada Admin', email: 'ada@demo.example' }
const REPRESENTATIVES = [
  { name: 'Rita Rep', email: 'rita@demo.example' },
  { name: 'Rob Rep', email: 'rob@demo.example' },
]

/** `seed demo`. Every password is drawn and shown once: nothing here could ever be guessed (THREATS A5). */
export async function seedDemo(config: Config): Promise<void> {
  await withDatabase(config, { mayCreate: true }, async (opened) => {
    if (await opened.serverRuns())
      throw new CannotDo('Stop the server first: it would not notice the new site. Then run this again.')
    await migrate(opened.database)
    const { account, site } = createServices(config, opened)
    const token = await site.open()
    if (token === undefined) {
      throw new CannotDo(
        'There is a site here already, and it stays as it is. For a demo beside it, set DATA_DIR to a new folder.',
      )
    }
    say(`The site "${SITE_NAME}" is made. These passwords are shown only now:`)
    const password = randomToken()
    await site.setUp({ token, ...ADMINISTRATOR, password, siteName: SITE_NAME })
    say(`  ${ADMINISTRATOR.email}  ${password}  administrator`)
    for (const person of REPRESENTATIVES) {
      const theirs = randomToken()
      await account.create({ ...person, role: 'representative', password: theirs }, COMMAND_LINE)
      say(`  ${person.email}  ${theirs}  representative`)
    }
    say('Start the server with npm start, then sign in at /console.')
  })
}

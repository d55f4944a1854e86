import { queueSettingsSchema } from '@deskside/protocol'
import type { GivenQueueSettings, QueueSettings } from '@deskside/protocol'
import type { Audit } from '../audit/index.ts'
import { newId, randomToken } from '../platform/ids.ts'
import { migrate } from '../platform/database.ts'
import type { Config } from '../config.ts'
import { createQueueStore } from '../queue/index.ts'
import { CannotDo } from './failure.ts'
import { withDatabase } from './open-database.ts'
import type { OpenDatabase } from './open-database.ts'
import { COMMAND_LINE, createServices } from './services.ts'
import { say } from './terminal.ts'

const SITE_NAME = 'Demo Support'
const ADMINISTRATOR = { name: 'Ada Admin', email: 'ada@demo.example' }
const REPRESENTATIVES = [
  { name: 'Rita Rep', email: 'rita@demo.example' },
  { name: 'Rob Rep', email: 'rob@demo.example' },
]

/** Always open, so that the demo works whenever it is looked at. */
function demoQueue(agentIds: string[]): QueueSettings {
  return queueSettingsSchema.parse({
    slug: 'help',
    name: 'Help',
    description: 'Ask us anything about your order.',
    hours: { timeZone: 'UTC', week: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]), holidays: [] },
    form: [
      { id: newId(), label: 'E-mail', kind: 'email', required: false, options: [] },
      {
        id: newId(),
        label: 'What is it about?',
        kind: 'choice',
        required: true,
        options: ['An order', 'A refund', 'Something else'],
      },
      { id: newId(), label: 'What happened?', kind: 'long-text', required: false, options: [] },
    ],
    distribution: 'most-idle',
    priority: 5,
    acceptSeconds: 30,
    agentIds,
  } satisfies GivenQueueSettings)
}

async function keepQueue({ database }: OpenDatabase, audit: Audit, queue: QueueSettings): Promise<void> {
  const [id, store] = [newId(), createQueueStore(database, newId())]
  await store.inTurn(async (within) => {
    await store.addQueue(within, id, queue)
    await audit.write(within, { actor: COMMAND_LINE, action: 'queue.created', subject: id })
    return { changed: true, result: undefined }
  })
}

const siteUrl = ({ PUBLIC_URL, HOST, PORT }: Config): string => PUBLIC_URL ?? `http://${HOST}:${PORT}`

/** `seed demo`. Every password is drawn and shown once: nothing here could ever be guessed (THREATS A5). */
export async function seedDemo(config: Config): Promise<void> {
  await withDatabase(config, { mayCreate: true }, async (opened) => {
    if (await opened.serverRuns())
      throw new CannotDo('Stop the server first: it would not notice the new site. Then run this again.')
    await migrate(opened.database)
    const { account, audit, site } = createServices(config, opened)
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
    const agentIds: string[] = []
    for (const person of REPRESENTATIVES) {
      const theirs = randomToken()
      const id = await account.create({ ...person, role: 'representative', password: theirs }, COMMAND_LINE)
      agentIds.push(id)
      say(`  ${person.email}  ${theirs}  representative`)
    }
    const queue = demoQueue(agentIds)
    await keepQueue(opened, audit, queue)
    say(
      `Both representatives serve the queue "${queue.name}", which is at /q/${queue.slug}. A page carries its button by`,
    )
    say(`  <script src="${siteUrl(config)}/embed.js" data-queue="${queue.slug}" async></script>`)
    say('Start the server with npm start, then sign in at /console.')
  })
}

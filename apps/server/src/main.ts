import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import closeWithGrace from 'close-with-grace'
import type { AddressInfo } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { disclosureOf, mayLink } from '@deskside/protocol'
import type { StoryEvent } from '@deskside/protocol'
import { ACCOUNT_NEWS, createAccountService, createAccountStore, registerAccountRoutes } from './account/index.ts'
import type { AccountNews } from './account/index.ts'
import { createAudit, createDenials, registerAuditRoutes } from './audit/index.ts'
import type { Audit } from './audit/index.ts'
import { chatHandlers } from './chat/index.ts'
import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import { consentHandlers, createConsentTimers } from './consent/index.ts'
import { createScriptLibrary, createScriptStore, deviceHandlers, registerDeviceRoutes } from './device/index.ts'
import {
  createDownloadService,
  createDownloadStore,
  createProgramFiles,
  registerDownloadRoutes,
} from './download/index.ts'
import {
  createHandOvers,
  createInviteService,
  createInviteStore,
  customerToken,
  keepCustomer,
  registerHandOverRoutes,
  registerInviteRoutes,
  standingOf,
} from './invite/index.ts'
import { MAIL_NEWS, createMailStore, createMailboxService, registerMailboxRoutes } from './mailbox/index.ts'
import { createMonitor, createMonitorStore, registerMonitorRoutes } from './monitor/index.ts'
import { createNotesService, createNotesStore, registerNotesRoutes } from './notes/index.ts'
import { systemClock } from './platform/clock.ts'
import type { Clock } from './platform/clock.ts'
import { connectDatabase, migrate } from './platform/database.ts'
import type { Connected } from './platform/database.ts'
import { startEmbeddedPostgres } from './platform/embedded-postgres.ts'
import type { EmbeddedPostgres } from './platform/embedded-postgres.ts'
import { registerHealth, serveMetrics } from './platform/health.ts'
import { createHttp } from './platform/http.ts'
import type { App } from './platform/http.ts'
import { createLog } from './platform/log.ts'
import { newId } from './platform/ids.ts'
import { servePages } from './platform/pages.ts'
import { hearNews } from './platform/news.ts'
import { createProofOfWork } from './platform/proof-of-work.ts'
import { createSocketServer } from './platform/socket-server.ts'
import { createPresence, createSessionSockets, createTickets, registerTicketRoutes } from './presence/index.ts'
import {
  QUEUE_NEWS,
  SETTINGS_NEWS,
  createQueueService,
  createQueueStore,
  keepPutBack,
  keepServed,
  createRetention,
  registerQueueRoutes,
} from './queue/index.ts'
import { createReportService, createReportStore, keepSessionTimes, registerReportRoutes } from './report/index.ts'
import { createIceServers, screenHandlers } from './screen/index.ts'
import { createSessionService, createSessionStore, registerSessionRoutes, sessionHandlers } from './session/index.ts'
import type { SessionService } from './session/index.ts'
import { createSite, registerSiteRoutes } from './site/index.ts'
import { createSurveyService, createSurveyStore, registerSurveyRoutes } from './survey/index.ts'
import {
  createTransferService,
  createTransferStore,
  registerTransferRoutes,
  transferHandlers,
} from './transfer/index.ts'

export interface Deskside {
  readonly url: string
  /** The one-time address of the set-up page, while there is no site. */
  readonly firstRun: string | undefined
  readonly app: App
  /** Stops in good order: no new requests, sockets told to come back, what runs finishes, the database last. */
  stop(): Promise<void>
}

export interface World {
  readonly clock: Clock
  readonly log: Logger
  /** Where the built pages are; tests of the server alone bring their own. */
  readonly pagesFolder?: string
  /** Where the built Support Managers are; tests bring their own. */
  readonly programsFolder?: string
  /** How session numbers are drawn; tests bring draws that collide. */
  readonly drawNumber?: () => string
}

/** Sockets of a stopping server are closed over this time, so that not all come back in one moment. */
const DRAIN_MS = 500

/** Builds the whole server by hand, in order, and starts it. */
export async function startDeskside(
  config: Config,
  world: World = { clock: systemClock, log: createLog(config.LOG_LEVEL) },
): Promise<Deskside> {
  const opened = await openDatabase(config, world.log)
  try {
    return await assemble(config, world, opened)
  } catch (error) {
    await opened.connected.close()
    await opened.embedded?.stop()
    throw error
  }
}

async function assemble(
  config: Config,
  { clock, log, pagesFolder, programsFolder, drawNumber }: World,
  { connected, embedded }: Opened,
): Promise<Deskside> {
  const { database } = connected
  const secure = config.PUBLIC_URL?.startsWith('https:') ?? false
  let listening = ''
  const publicUrl = (): string => config.PUBLIC_URL ?? listening

  const audit = createAudit(database, clock)
  const account = createAccountService({
    database,
    store: createAccountStore(database),
    audit,
    clock,
    secret: siteSecret(config.dataFolder),
    publicUrl,
    secure,
  })
  const site = createSite({ database, account, audit, clock, dataFolder: config.dataFolder })
  const setUpToken = await site.open()

  const session = createSessionService({ store: createSessionStore(connected), clock })
  const processId = newId()
  const queueStore = createQueueStore(database, processId)
  // Before the audit log: what is stored with a session's events is stored in this order.
  const transfer = createTransferService({
    store: createTransferStore(database),
    session,
    audit,
    clock,
    log,
    joinTurn: queueStore.joinTurn,
    moved: () => queue.handleTransfer(),
  })
  keepPutBack(session, queueStore)
  keepServed(session, queueStore)
  auditSessions(session, audit)
  keepSessionTimes(session)
  const invite = createInviteService({
    store: createInviteStore(database),
    session,
    proofOfWork: createProofOfWork(clock),
    clock,
    publicUrl,
    ...(drawNumber ? { draw: drawNumber } : {}),
  })
  const notes = createNotesService({ store: createNotesStore(database), clock })
  const siteNow = () => ({
    siteName: site.name() ?? 'Deskside',
    supportManagerAllowed: site.supportManagerAllowed(),
    disclosure: disclosureOf(site.monitoring()),
  })
  const download = createDownloadService({
    store: createDownloadStore(database),
    session,
    clock,
    site: siteNow,
    signedIn: async (authSessionId) => ((await account.signedInUntil(authSessionId)) ?? 0) > clock.now(),
    audited: (entry) => audit.note(entry),
  })
  const queue = createQueueService({
    store: queueStore,
    processId,
    session,
    transfer,
    audit,
    clock,
    log,
    site: siteNow,
    giveAccess: invite.giveAccess,
  })
  const queueRetention = createRetention({ database, session, clock, log })
  const mailbox = createMailboxService({
    store: createMailStore(database, QUEUE_NEWS),
    audit,
    clock,
    log,
    siteName: () => siteNow().siteName,
  })
  const survey = createSurveyService({ store: createSurveyStore(database), session, clock })
  const monitor = createMonitor({ store: createMonitorStore(database), session, transfer, site, audit, clock, log })
  site.onMonitoring((monitoring) => monitor.handlePolicy(monitoring))
  const scripts = createScriptLibrary({ store: createScriptStore(database), audit, clock })
  const presence = createPresence({ session, clock, log })
  const consentTimers = createConsentTimers({ session, clock, log })
  const iceServers = createIceServers({ urls: config.TURN_URLS, secret: config.TURN_SECRET, clock })

  const noteDenial = createDenials({ audit, clock, log })
  const app = await createHttp({
    log,
    trustedProxies: config.TRUSTED_PROXIES,
    publicUrl,
    resolveCaller: (request) => account.resolve(request.headers),
    denied: (caller, route) => noteDenial(caller.kind === 'user' ? caller.userId : 'anonymous', route),
  })
  let draining = false
  registerHealth(app, { ping: () => sql`select 1`.execute(database), draining: () => draining })
  registerSiteRoutes(app, { site, account, publicUrl })
  registerAccountRoutes(app, account)
  registerAuditRoutes(app, audit)
  registerSessionRoutes(app, {
    session,
    firstNumber: (sessionId) => invite.renewNumber(sessionId),
    notesOf: (sessionId) => notes.read(sessionId),
    site: siteNow,
  })
  registerNotesRoutes(app, { notes, membership: (sessionId, userId) => session.participantOf(sessionId, userId) })
  registerInviteRoutes(app, { invite, session, secure, audited: (entry) => audit.note(entry) })
  registerQueueRoutes(app, {
    queue,
    secure,
    seat: (reply, token) => keepCustomer(reply, token, secure),
    seatOf: (request) => customerToken(request, secure),
    standingOf: (customer) => invite.standingOf(customer),
  })
  registerMailboxRoutes(app, { mailbox, refusesSite: (slug, origin) => queue.refusesSite(slug, origin) })
  const report = createReportService({ store: createReportStore(database), audit, clock })
  registerSurveyRoutes(app, {
    survey,
    customerOf: (request) => invite.spokenFor(customerToken(request, secure)),
    membership: (sessionId, userId) => session.participantOf(sessionId, userId),
    noteExport: (by) => report.noteExport({ report: 'surveys', format: 'csv', by }),
  })
  registerReportRoutes(app, report)
  registerTransferRoutes(app, { transfer, session })
  registerMonitorRoutes(app, { monitor, queue, signedInUntil: (id) => account.signedInUntil(id) })
  registerDeviceRoutes(app, scripts)
  const tickets = createTickets(clock)
  const customerOf = (request: FastifyRequest) => invite.principal(customerToken(request, secure))
  registerHandOverRoutes(app, {
    handOvers: createHandOvers(clock),
    invite,
    publicUrl,
    customerOf,
    cookieOf: (request) => customerToken(request, secure),
    seat: (reply, token) => keepCustomer(reply, token, secure),
  })
  registerTicketRoutes(app, {
    tickets,
    customerOf,
    programOf: (authorization) => download.principal(authorization.replace(/^Bearer /, '')),
  })
  registerDownloadRoutes(app, {
    download,
    files: createProgramFiles({ log, folder: programsFolder, origin: () => new URL(publicUrl()).origin }),
    allowed: () => site.supportManagerAllowed(),
    customerOf,
  })
  const pages = await servePages(app, {
    isSetUp: () => site.name() !== undefined,
    ...(pagesFolder ? { folder: pagesFolder } : {}),
  })

  const hub = createSessionSockets({
    session,
    presence,
    handlers: {
      ...sessionHandlers(session),
      ...consentHandlers(session, scripts.detailOf),
      ...deviceHandlers(session),
      ...chatHandlers(session),
      ...transferHandlers({ transfer, session }),
      ...screenHandlers({ session, iceServers }),
    },
    redeem: (ticket, program, site) => tickets.redeem(ticket, program, site),
    standingOf: (customer) => invite.standingOf(customer),
    standingIn: standingOf,
    numberOf: (sessionId) => invite.currentNumber(sessionId),
    mayLink: ({ story }, from, to) => mayLink(story.consent, from, to),
    denied: (sender, what) => noteDenial(sender.participantId, what),
    signedInUntil: (authSessionId) => account.signedInUntil(authSessionId),
    isReplaced: (accessId) => download.isReplaced(accessId),
    build: pages.build,
    clock,
  })
  download.onReplaced((accessIds) => hub.closeReplaced(accessIds))
  invite.onNumber((sessionId, number) =>
    hub.tellRepresentatives(sessionId, {
      t: 'number',
      sessionId,
      number: number?.number ?? null,
      expiresAt: number?.expiresAt ?? null,
    }),
  )
  hub.onAccount((userId, pages) => queue.handlePages(userId, pages))
  hub.onAccount((userId, pages) => mailbox.handlePages(userId, pages))
  mailbox.onMailbox((userId, box) => hub.tellAccount(userId, { t: 'mailbox', mailbox: box }))
  queue.onInbox((userId, inbox) => hub.tellAccount(userId, { t: 'inbox', inbox }))
  notes.onSaved((sessionId, version) => hub.tellRepresentatives(sessionId, { t: 'notes', sessionId, version }))
  account.onEnded(({ userId, authSessionId, disabled }) => {
    if (disabled) presence.leaveAll(userId)
    if (disabled) queue.handleDisabled()
    tickets.revoke(userId)
    monitor.handleEnded({ userId, authSessionId })
    if (authSessionId === undefined) hub.closeAccount(userId, 'account.signed-out')
    else hub.closeSignIn(authSessionId)
  })
  const accountNews = hearNews(connected.pool, { channel: ACCOUNT_NEWS, log }, (payload) => {
    account
      .handleNews(JSON.parse(payload) as AccountNews)
      .catch((error: unknown) => log.error({ err: error }, 'news of an account could not be followed'))
  })
  const queueNews = hearNews(connected.pool, { channel: QUEUE_NEWS, log }, (news) => {
    // Mail changes nobody's turn, and somebody's turn no mail: neither is looked at for the other.
    if (news === MAIL_NEWS || news === SETTINGS_NEWS) return mailbox.handleNews()
    queue.handleNews(news)
    monitor.handleNews()
  })
  const sockets = createSocketServer({
    server: app.server,
    ownOrigin: () => new URL(publicUrl()).origin,
    expectsSite: (origin) => tickets.expects(origin),
    handlers: hub.handlers,
    log,
  })

  const live = await session.open()
  presence.open(live)
  consentTimers.open(live)
  queue.open()
  queueRetention.open()
  transfer.open(live)
  await app.listen({ port: config.PORT, host: config.HOST })
  listening = `http://${config.HOST}:${(app.server.address() as AddressInfo).port}`
  const metrics =
    config.METRICS_PORT === undefined
      ? undefined
      : await serveMetrics(config.METRICS_PORT, {
          sockets: () => sockets.count(),
          live_sessions: () => [...session.allLive()].length,
        })

  return {
    url: publicUrl(),
    firstRun: setUpToken === undefined ? undefined : `${publicUrl()}/setup#${setUpToken}`,
    app,
    async stop() {
      draining = true
      await queue.stop()
      await queueRetention.stop()
      await mailbox.stop()
      await transfer.stop()
      await monitor.stop()
      await sockets.drain(DRAIN_MS)
      await app.close()
      metrics?.close()
      accountNews.close()
      queueNews.close()
      await connected.close()
      await embedded?.stop()
    },
  }
}

interface Opened {
  readonly connected: Connected
  readonly embedded: EmbeddedPostgres | undefined
}

async function openDatabase(config: Config, log: Logger): Promise<Opened> {
  mkdirSync(config.dataFolder, { recursive: true })
  const embedded = config.DATABASE_URL ? undefined : await startEmbeddedPostgres(config.dataFolder)
  const where = config.DATABASE_URL
    ? { url: config.DATABASE_URL }
    : { host: embedded?.socketFolder ?? '', user: embedded?.user ?? '', name: 'postgres' }
  const connected = connectDatabase(where, log)
  await migrate(connected.database)
  return { connected, embedded }
}

/** What sign-ins are sealed with: made once, readable by the server's own user only. */
function siteSecret(dataFolder: string): string {
  const path = join(dataFolder, 'secret')
  if (!existsSync(path)) writeFileSync(path, randomBytes(32).toString('base64url'), { mode: 0o600, flag: 'wx' })
  return readFileSync(path, 'utf8')
}

/** What of a session's story also goes into the audit log, in the same transaction: ways in and out, and every consent. */
const AUDITED: readonly StoryEvent['type'][] = [
  'session.admitted',
  'session.joined',
  'session.ended',
  'consent.requested',
  'consent.granted',
  'consent.declined',
  'consent.everything-allowed',
  'consent.everything-ended',
  'consent.revoked',
  'device.done',
  'transfer.offered',
  'transfer.returned',
  'transfer.withdrawn',
]

function auditSessions(session: SessionService, audit: Audit): void {
  session.storeWith(AUDITED, async (transaction, { sessionId, events }) => {
    const audited = events.filter((event) => AUDITED.includes(event.body.type))
    const entries = audited.map(({ seq, by, body }) => ({
      actor: by,
      action: body.type,
      subject: sessionId,
      details: { seq },
    }))
    await audit.write(transaction, ...entries)
  })
}

async function main(): Promise<void> {
  const reading = readConfig()
  if (!reading.ok) {
    process.stderr.write(
      `Deskside cannot start. Mend these settings:\n${reading.problems.map((problem) => `  - ${problem}\n`).join('')}`,
    )
    process.exit(1)
  }
  const log = createLog(reading.config.LOG_LEVEL)
  const deskside = await startDeskside(reading.config, { clock: systemClock, log })
  closeWithGrace({ delay: 15_000 }, async ({ err }) => {
    if (err) log.fatal({ err }, 'the server stops after an error')
    await deskside.stop()
  })
  const firstRun = deskside.firstRun ? `First run: ${deskside.firstRun}\n` : ''
  process.stdout.write(`Deskside is ready: ${deskside.url}\n${firstRun}`)
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`Deskside could not start. ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
}

import { ERRORS, personNameSchema, problemsOf, queueSlugSchema } from '@deskside/protocol'
import type { ErrorBody } from '@deskside/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { browserName } from '../platform/browser-name.ts'
import { everyone } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import { NO_SITE } from '../platform/foreign-page.ts'
import type { App } from '../platform/http.ts'
import { plainFormPage } from './plain-form-page.ts'
import type { PlainEntry } from './plain-form-page.ts'
import type { QueueService } from './service.ts'

interface Parts {
  readonly queue: QueueService
  /** The cookie of a place, and of one that was just given to who may have another already. */
  readonly cookies: { readonly place: string; readonly given: string }
  readonly keptBy: { readonly path: '/'; readonly httpOnly: true; readonly sameSite: 'lax'; readonly secure: boolean }
}

/** How the form comes back. */
interface Again {
  readonly status?: number
  readonly fields?: ErrorBody['fields']
}

/** Characters of a name, an answer and a field's name at most; more is cut off here and refused by the form's own rules. */
const MOST = 2_001

/**
 * The entry form in plain HTML, for pages of any site without a script (`POST /q/<queue>/enter`). From a page that may carry
 * the queue's button it gives a place at once; from any other, the visitor sends it once more from our own page.
 *
 * The browser sends no cookie of ours along with a form of another site, so it is not known yet whether it has a place. The
 * new one is therefore put beside it, in a cookie of its own, and the next page of ours decides: nobody loses the place that
 * they have to a page that sends forms by itself (THREATS G10).
 */
export function registerPlainForm(app: App, parts: Parts): void {
  void app.register(async (scope: App) => {
    scope.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
      done(null, new URLSearchParams(body.toString())),
    )
    scope.post(
      '/q/:queue/enter',
      { config: { policy: everyone, fromAnyPage: true }, schema: { hide: true } },
      (request, reply) => enter(request, reply, parts),
    )
  })
  app.get('/q/:queue/entered', { config: { policy: everyone }, schema: { hide: true } }, (request, reply) =>
    settle(request, reply, parts),
  )
}

function slugOf(request: FastifyRequest): string {
  const { data } = queueSlugSchema.safeParse((request.params as { queue: string }).queue)
  if (data === undefined) throw new AppError('queue.not-found')
  return data
}

async function enter(request: FastifyRequest, reply: FastifyReply, parts: Parts): Promise<FastifyReply> {
  const { queue, cookies, keptBy } = parts
  const slug = slugOf(request)
  const entrance = await queue.entrance(slug)
  if (!entrance.open) return reply.redirect(`/q/${slug}`, 303)
  const typed = readForm(
    request.body,
    entrance.form.map(({ id }) => id),
  )
  const again = (said: string, { status = 200, fields = [] }: Again = {}): FastifyReply =>
    reply
      .status(status)
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      // With none at all the browser would not say that it is our own page from which the form comes again.
      .header('referrer-policy', 'same-origin')
      .send(plainFormPage({ slug, entrance, typed, said, problems: byPath(fields) }))

  const site = request.foreignOrigin
  if (site === NO_SITE || (site !== undefined && (await queue.refusesSite(slug, site)) !== undefined))
    return again('Please look whether this is right, then send it.')
  const name = personNameSchema.safeParse(typed.name.trim())
  const wrong = [
    ...(name.success ? [] : [{ path: 'name', message: name.error.issues[0]?.message ?? '' }]),
    ...problemsOf(entrance.form, typed.answers),
  ]
  if (!name.success || wrong.length > 0)
    return again('Something below is not right yet.', { status: 400, fields: wrong })
  const visitor = {
    address: request.ip,
    browser: browserName(request.headers['user-agent']),
    token: site === undefined ? request.cookies[cookies.place] : undefined,
    site: undefined,
    sentBy: site,
  }
  try {
    const { token } = await queue.enter(slug, { name: name.data, answers: typed.answers }, visitor)
    if (token !== undefined) void reply.setCookie(site === undefined ? cookies.place : cookies.given, token, keptBy)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'queue.not-found') throw error
    if (error.code === 'queue.closed') return reply.redirect(`/q/${slug}`, 303)
    const { sentence, status } = ERRORS[error.code]
    return again(sentence, { status, fields: error.fields })
  }
  return reply.redirect(`/q/${slug}${site === undefined ? '' : '/entered'}`, 303)
}

/** Our own page again, with all cookies: the place that was there stays, and the new one is given back. */
async function settle(request: FastifyRequest, reply: FastifyReply, { queue, cookies, keptBy }: Parts) {
  const { [cookies.place]: before, [cookies.given]: given } = request.cookies
  if (given !== undefined) {
    const { is } = await queue.place(before)
    if (is === 'waiting' || is === 'accepted') await queue.leave(given)
    else void reply.setCookie(cookies.place, given, keptBy)
    void reply.clearCookie(cookies.given, keptBy)
  }
  return reply.header('cache-control', 'no-store').redirect(`/q/${slugOf(request)}`, 303)
}

function readForm(body: unknown, fieldIds: readonly string[]): PlainEntry {
  const form = body instanceof URLSearchParams ? body : new URLSearchParams()
  // Browsers write line ends as in e-mail.
  const text = (name: string): string => (form.get(name) ?? '').replaceAll('\r\n', '\n').slice(0, MOST)
  const answers = fieldIds.map((id) => [id, text(id)] as const).filter(([, answer]) => answer.trim() !== '')
  return { name: text('name'), answers: Object.fromEntries(answers) }
}

function byPath(problems: NonNullable<ErrorBody['fields']>): Record<string, string> {
  return Object.fromEntries(problems.toReversed().map(({ path, message }) => [path, message]))
}

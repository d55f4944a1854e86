import {
  changeMailSchema,
  idSchema,
  leaveInMailboxSchema,
  mailListSchema,
  mailQuerySchema,
  mailSchema,
  mailSlotSchema,
  mailboxSchema,
  queueSlugSchema,
} from '@deskside/protocol'
import type { ErrorCode } from '@deskside/protocol'
import { z } from 'zod'
import { userOf } from '../account/index.ts'
import { everyone, signedIn } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { ForeignPolicy } from '../platform/foreign-page.ts'
import type { App } from '../platform/http.ts'
import type { MailboxService } from './service.ts'

interface Parts {
  readonly mailbox: MailboxService
  /** Whether pages of a site may not have to do with a queue. */
  readonly refusesSite: (slug: string, origin: string) => Promise<ErrorCode | undefined>
}

export function registerMailboxRoutes(app: App, parts: Parts): void {
  registerSlot(app, parts)
  registerMail(app, parts)
}

/** Open to everyone: visitors have no account. */
function registerSlot(app: App, { mailbox, refusesSite }: Parts): void {
  const params = z.object({ slug: z.string() })
  const foreign: ForeignPolicy = (request, origin) =>
    refusesSite((request.params as z.infer<typeof params>).slug, origin)
  const config = { policy: everyone, foreign }
  // What is no address of a queue at all is that of none.
  const slugOf = (slug: string): string => {
    const reading = queueSlugSchema.safeParse(slug)
    if (!reading.success) throw new AppError('queue.not-found')
    return reading.data
  }
  const path = '/api/v1/queue-entrances/:slug/mailbox'
  app.get(path, { config, schema: { params, response: { 200: mailSlotSchema } } }, (request) =>
    mailbox.slot(slugOf(request.params.slug)),
  )
  app.post(
    path,
    { config, schema: { params, body: leaveInMailboxSchema, response: { 200: z.null() } } },
    async (request) => {
      await mailbox.leave(slugOf(request.params.slug), request.body, {
        address: request.ip,
        site: request.foreignOrigin,
      })
      return null
    },
  )
}

function registerMail(app: App, { mailbox }: Parts): void {
  const config = { policy: signedIn }
  const params = z.object({ messageId: idSchema })
  const path = '/api/v1/mailbox/messages/:messageId'
  app.get('/api/v1/mailbox', { config, schema: { response: { 200: mailboxSchema } } }, (request) =>
    mailbox.mailboxOf(userOf(request).userId),
  )
  app.get(
    '/api/v1/mailbox/messages',
    { config, schema: { querystring: mailQuerySchema, response: { 200: mailListSchema } } },
    (request) => mailbox.list(userOf(request), request.query),
  )
  app.get(path, { config, schema: { params, response: { 200: mailSchema } } }, (request) =>
    mailbox.one(userOf(request), request.params.messageId),
  )
  app.post(
    `${path}/state`,
    { config, schema: { params, body: changeMailSchema, response: { 200: mailSchema } } },
    (request) => mailbox.change(userOf(request), request.params.messageId, request.body),
  )
  app.delete(path, { config, schema: { params, response: { 200: z.null() } } }, async (request) => {
    await mailbox.remove(userOf(request), request.params.messageId)
    return null
  })
}

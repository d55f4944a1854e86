import {
  accountSchema,
  changeUserSchema,
  createUserSchema,
  signInListSchema,
  signInSchema,
  userListSchema,
} from '@deskside/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { User } from '../platform/caller.ts'
import { administrator, everyone, signedIn } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import type { AccountService } from './service.ts'

const none = z.null()

/** The signed-in caller of a route whose policy let only such pass. */
export function userOf(request: { readonly caller: { readonly kind: string } }): User {
  if (request.caller.kind !== 'user') throw new AppError('account.signed-out')
  return request.caller as User
}

export function registerAccountRoutes(app: App, account: AccountService): void {
  registerOwnRoutes(app, account)
  registerUserRoutes(app, account)
}

function registerOwnRoutes(app: App, account: AccountService): void {
  const mine = { config: { policy: signedIn } }
  app.post(
    '/api/v1/account/sign-in',
    { config: { policy: everyone }, schema: { body: signInSchema, response: { 200: accountSchema } } },
    async (request, reply) => {
      const { account: who, cookies } = await account.signIn(request.body, {
        address: request.ip,
        headers: request.headers,
      })
      setCookies(reply, cookies)
      return who
    },
  )
  app.post('/api/v1/account/sign-out', { ...mine, schema: { response: { 200: none } } }, async (request, reply) => {
    setCookies(reply, await account.signOut(userOf(request), request.headers))
    return null
  })
  app.post('/api/v1/account/sign-out-everywhere', { ...mine, schema: { response: { 200: none } } }, async (request) => {
    await account.signOutEverywhere(userOf(request))
    return null
  })
  app.get('/api/v1/account', { ...mine, schema: { response: { 200: accountSchema } } }, (request) =>
    account.account(userOf(request)),
  )
  app.get('/api/v1/account/sign-ins', { ...mine, schema: { response: { 200: signInListSchema } } }, async (request) => {
    const { userId, authSessionId } = userOf(request)
    const signIns = await account.signIns(userId)
    return { signIns: signIns.map((signIn) => ({ ...signIn, current: signIn.id === authSessionId })) }
  })
  const one = { ...mine, schema: { params: z.object({ signInId: z.string().max(64) }), response: { 200: none } } }
  app.delete('/api/v1/account/sign-ins/:signInId', one, async (request) => {
    await account.endSignIn(userOf(request), request.params.signInId)
    return null
  })
}

function registerUserRoutes(app: App, account: AccountService): void {
  const config = { policy: administrator }
  app.get('/api/v1/users', { config, schema: { response: { 200: userListSchema } } }, async () => ({
    users: await account.users(),
  }))
  app.post(
    '/api/v1/users',
    { config, schema: { body: createUserSchema, response: { 201: z.object({ id: z.string() }) } } },
    async (request, reply) => {
      return reply.status(201).send({ id: await account.create(request.body, userOf(request).userId) })
    },
  )
  const one = {
    config,
    schema: { params: z.object({ userId: z.string().max(64) }), body: changeUserSchema, response: { 200: none } },
  }
  const preValidation = async (request: FastifyRequest): Promise<void> => {
    const extra = Object.keys(request.body ?? {}).filter((name) => !Object.hasOwn(changeUserSchema.shape, name))
    if (extra.length > 0) await account.noteIgnored(userOf(request), extra.length)
  }
  app.patch('/api/v1/users/:userId', { ...one, preValidation }, async (request) => {
    await account.change(request.params.userId, request.body, userOf(request).userId)
    return null
  })
}

function setCookies(reply: FastifyReply, cookies: readonly string[]): void {
  for (const cookie of cookies) void reply.header('set-cookie', cookie)
}

import { accountSchema, changeSiteSchema, setUpSchema, siteSchema } from '@deskside/protocol'
import type { Site } from '@deskside/protocol'
import { userOf } from '../account/index.ts'
import type { AccountService } from '../account/index.ts'
import { administrator, everyone } from '../platform/caller.ts'
import { AppError } from '../platform/errors.ts'
import type { App } from '../platform/http.ts'
import type { SiteService } from './service.ts'

interface Parts {
  readonly site: SiteService
  readonly account: AccountService
  readonly publicUrl: () => string
}

export function registerSiteRoutes(app: App, { site, account, publicUrl }: Parts): void {
  const config = { policy: everyone }
  const now = (): Site => {
    const name = site.name()
    const supportManagerAllowed = site.supportManagerAllowed()
    return {
      name: name ?? 'Deskside',
      setUp: name !== undefined,
      url: publicUrl(),
      supportManagerAllowed,
      monitoring: site.monitoring(),
    }
  }
  app.get('/api/v1/site', { config, schema: { response: { 200: siteSchema } } }, now)
  app.patch(
    '/api/v1/site',
    { config: { policy: administrator }, schema: { body: changeSiteSchema, response: { 200: siteSchema } } },
    async (request) => {
      const { supportManagerAllowed, monitoring } = request.body
      const { userId } = userOf(request)
      if (supportManagerAllowed !== undefined) await site.setSupportManagerAllowed(supportManagerAllowed, userId)
      if (monitoring !== undefined) await site.setMonitoring(monitoring, userId)
      return now()
    },
  )
  app.post(
    '/api/v1/setup',
    {
      config,
      schema: { body: setUpSchema, response: { 200: accountSchema } },
      // Before the body is judged: once a site stands, this address is as good as not there (THREATS A1).
      onRequest: async () => {
        if (site.name() !== undefined) throw new AppError('request.not-found')
      },
    },
    async (request, reply) => {
      await site.setUp(request.body)
      const { email, password } = request.body
      const signedIn = await account.signIn({ email, password }, { address: request.ip, headers: request.headers })
      for (const cookie of signedIn.cookies) void reply.header('set-cookie', cookie)
      return signedIn.account
    },
  )
}

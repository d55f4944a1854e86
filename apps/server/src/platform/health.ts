import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { z } from 'zod'
import { everyone } from './caller.ts'
import type { App } from './http.ts'

export interface HealthParts {
  /** Resolves when the database answers. */
  readonly ping: () => Promise<unknown>
  readonly draining: () => boolean
}

const healthSchema = z.object({ status: z.enum(['ok', 'unavailable']), database: z.boolean(), draining: z.boolean() })

/** `/healthz`: the process lives. `/readyz`: it can serve; not while the database is away or the server stops. */
export function registerHealth(app: App, { ping, draining }: HealthParts): void {
  const config = { policy: everyone }
  app.get('/healthz', { config, schema: { response: { 200: z.object({ status: z.literal('ok') }) } } }, () => ({
    status: 'ok' as const,
  }))
  app.get(
    '/readyz',
    { config, schema: { response: { 200: healthSchema, 503: healthSchema } } },
    async (_request, reply) => {
      const database = await ping().then(
        () => true,
        () => false,
      )
      const ready = database && !draining()
      return reply
        .status(ready ? 200 : 503)
        .send({ status: ready ? 'ok' : 'unavailable', database, draining: draining() })
    },
  )
}

/** Metrics for Prometheus on a port of their own, never on the public one. */
export async function serveMetrics(port: number, counts: Readonly<Record<string, () => number>>): Promise<Server> {
  const register = new Registry()
  collectDefaultMetrics({ register })
  for (const [name, count] of Object.entries(counts)) {
    const gauge = new Gauge({
      name: `deskside_${name}`,
      help: `Number of ${name.replaceAll('_', ' ')} now`,
      registers: [register],
      collect() {
        this.set(count())
      },
    })
    gauge.set(0)
  }
  const server = createServer((_request, response) => {
    void register.metrics().then((text) => response.setHeader('content-type', register.contentType).end(text))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}

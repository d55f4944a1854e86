import pino from 'pino'
import type { DestinationStream, Logger } from 'pino'

/**
 * The log: static text, data in fields. What people type, show or are called, numbers and tokens never go into it;
 * requests are logged by their route, not by their address.
 */
export function createLog(
  level: string,
  destination: DestinationStream = pino.destination({ dest: 2, sync: true }),
): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ['req.headers', 'token', 'number', 'password', 'email', 'name'], censor: '(private)' },
      serializers: { err: errorFields },
    },
    destination,
  )
}

/** Of an error what the code says of it. The database's own details quote the row that it refused: what people typed. */
function errorFields(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { type: typeof error }
  const known = ['code', 'table', 'constraint'].flatMap((name) => {
    const value: unknown = Reflect.get(error, name)
    return typeof value === 'string' ? [[name, value]] : []
  })
  return {
    type: error.name,
    message: error.message,
    ...Object.fromEntries(known),
    stack: error.stack,
    ...(error.cause === undefined ? {} : { cause: errorFields(error.cause) }),
  }
}

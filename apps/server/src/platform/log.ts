import pino from 'pino'
import type { Logger } from 'pino'

/**
 * The log: static text, data in fields. What people type, show or are called, numbers and tokens never go into it;
 * requests are logged by their route, not by their address.
 */
export function createLog(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: { paths: ['req.headers', 'token', 'number', 'password', 'email', 'name'], censor: '(private)' },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}

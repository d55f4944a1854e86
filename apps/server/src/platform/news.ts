import type pg from 'pg'
import type { Logger } from 'pino'

/** How long to wait until a broken line to the database is tried again, in milliseconds. */
const AGAIN_MS = 1_000

/**
 * Hears what other programs tell over a channel of the database (PostgreSQL's NOTIFY), on one connection of its own, again
 * and again until it is closed. What is told while the connection is down is not heard: news only hurries what holds anyway.
 */
export function hearNews(
  pool: pg.Pool,
  { channel, log }: { readonly channel: string; readonly log: Logger },
  hear: (payload: string) => void,
): { close(): void } {
  let over = false
  let again: NodeJS.Timeout | undefined
  let hangUp = (): void => {}
  const later = (): void => {
    if (!over) again = setTimeout(() => void listen(), AGAIN_MS).unref()
  }
  const listen = async (): Promise<void> => {
    try {
      const client = await pool.connect()
      hangUp = () => {
        hangUp = () => {}
        client.release(true)
      }
      if (over) return hangUp()
      client.on('notification', ({ payload }) => hear(payload ?? ''))
      client.once('error', (error) => {
        if (over) return
        log.warn({ err: error }, 'the line for news from the database broke')
        hangUp()
        later()
      })
      await client.query(`listen ${client.escapeIdentifier(channel)}`)
    } catch (error) {
      log.warn({ err: error }, 'no line for news from the database')
      later()
    }
  }
  void listen()
  return {
    close() {
      over = true
      clearTimeout(again)
      hangUp()
    },
  }
}

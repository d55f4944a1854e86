import type { Queue, QueueSettings } from '@deskside/protocol'
import type { Transaction } from 'kysely'
import type { Audit } from '../audit/index.ts'
import type { Clock } from '../platform/clock.ts'
import { isUniqueViolation } from '../platform/database.ts'
import type { Database } from '../platform/database.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import type { QueueStore } from './store.ts'

export interface Keeping {
  queues(): Promise<Queue[]>
  /** @throws AppError queue.address-taken, request.invalid for agents who are not there. */
  add(settings: QueueSettings, by: string): Promise<Queue>
  /** The same. @throws AppError queue.not-found */
  change(id: string, settings: QueueSettings, by: string): Promise<Queue>
  /** Who waits in it has given up. @throws AppError queue.not-found */
  remove(id: string, by: string): Promise<void>
}

export function createKeeping(
  { store, audit, clock }: { readonly store: QueueStore; readonly audit: Audit; readonly clock: Clock },
  moved: () => void,
): Keeping {
  const keep = async (
    work: (within: Transaction<Database>) => Promise<boolean | undefined>,
    entry: {
      readonly by: string
      readonly action: string
      readonly id: string
      readonly overflowTo?: string | undefined
    },
  ): Promise<void> => {
    try {
      await store.inTurn(async (within) => {
        const known = await work(within)
        if (known === undefined) throw new AppError('queue.not-found')
        if (entry.overflowTo !== undefined && !(await store.isOverflow(within, entry.overflowTo, entry.id)))
          throw new AppError('request.invalid', { fields: [NO_OVERFLOW] })
        if (!known) throw new AppError('request.invalid', { fields: [UNKNOWN_AGENT] })
        await audit.write(within, { actor: entry.by, action: entry.action, subject: entry.id })
        await store.tellSettings(within)
        return { changed: true, result: undefined }
      })
    } catch (error) {
      throw isUniqueViolation(error) ? new AppError('queue.address-taken', { cause: error }) : error
    }
    moved()
  }
  return {
    queues: () => store.queues(),
    async add(settings, by) {
      const id = newId()
      await keep((within) => store.addQueue(within, id, settings), {
        by,
        action: 'queue.created',
        id,
        overflowTo: settings.serving.overflow?.toQueueId,
      })
      return { ...settings, id }
    },
    async change(id, settings, by) {
      await keep((within) => store.changeQueue(within, id, settings), {
        by,
        action: 'queue.changed',
        id,
        overflowTo: settings.serving.overflow?.toQueueId,
      })
      return { ...settings, id }
    },
    async remove(id, by) {
      const work = async (within: Transaction<Database>) =>
        (await store.removeQueue(within, id, clock.now())) ? true : undefined
      await keep(work, { by, action: 'queue.deleted', id })
    },
  }
}

const UNKNOWN_AGENT = { path: 'agentIds', message: 'Somebody of this list is not here any more. Choose again.' }

const NO_OVERFLOW = { path: 'serving.overflow.toQueueId', message: 'Choose another queue.' }

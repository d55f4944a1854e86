import { errorBody, queueListSchema } from '@deskside/protocol'
import type { Queue, QueueSettings } from '@deskside/protocol'
import { ApiError, callApi } from '@deskside/realtime'
import type { Answer } from '@deskside/realtime'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { isRefusal } from '../platform/queries.ts'

export const QUEUES_KEY = ['queues'] as const

/** The site's queues, by name. */
export function useQueues() {
  return useQuery({
    queryKey: QUEUES_KEY,
    queryFn: async () => {
      const { queues } = await callApi({ method: 'GET', path: '/api/v1/queues', answer: queueListSchema })
      return queues.toSorted((a, b) => a.name.localeCompare(b.name))
    },
  })
}

const pathOf = (id: string): string => `/api/v1/queues/${encodeURIComponent(id)}`
/** The list is read anew after each change. */
const ANYTHING: Answer<null> = { parse: () => null }

interface QueueToSave {
  /** Undefined makes a new one. */
  readonly id: Queue['id'] | undefined
  readonly settings: QueueSettings
}

/** @throws ApiError */
export async function saveQueue({ id, settings: body }: QueueToSave): Promise<void> {
  if (id === undefined) await callApi({ method: 'POST', path: '/api/v1/queues', body, answer: ANYTHING })
  else await callApi({ method: 'PUT', path: pathOf(id), body, answer: ANYTHING })
}

/** What of a queue its administrator sets. */
export const settingsIn = ({ id: _id, waiting: _waiting, ...settings }: Queue): QueueSettings => settings

/** An administrator's changes of queues. */
export function useQueueCalls() {
  const queries = useQueryClient()
  const onSettled = (): Promise<void> => queries.invalidateQueries({ queryKey: QUEUES_KEY })
  const save = useMutation({
    mutationFn: saveQueue,
    // Who serves which queue stands with the agents, too.
    onSettled: () => Promise.all([onSettled(), queries.invalidateQueries({ queryKey: ['agents'] })]),
  })
  const remove = useMutation({
    mutationFn: (id: string) => callApi({ method: 'DELETE', path: pathOf(id), answer: ANYTHING }),
    onSettled,
  })
  return { save, remove }
}

/** A refusal that is about one field stands at that field. */
export function atItsField(error: unknown): unknown {
  if (!isRefusal(error, 'queue.address-taken')) return error
  const { message } = errorBody('queue.address-taken')
  return new ApiError(errorBody('queue.address-taken', [{ path: 'slug', message }]))
}

import { placeSchema } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'

/** The address of the queue in whose line this browser waits again, since its agent was lost; undefined for a session that is over (queue R23). */
export async function comeBack(): Promise<string | undefined> {
  const place = await callApi({ method: 'POST', path: '/api/v1/queue-entry/return', answer: placeSchema })
  return place.is === 'waiting' ? place.slug : undefined
}

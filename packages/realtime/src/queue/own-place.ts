import { customerStandingSchema, entranceSchema, placeSchema, queueSlugSchema } from '@deskside/protocol'
import type { Place } from '@deskside/protocol'
import { callApi } from '../signal/api.ts'
import { PlaceClient } from './place-client.ts'
import type { PlaceServer } from './place-server.ts'

const PLACE = '/api/v1/queue-entry'
const entrances = '/api/v1/queue-entrances/'

/** For a page of our own, which has its cookie. */
const ownPlace: PlaceServer = {
  entrance: (slug) => callApi({ method: 'GET', path: entrances + slug, answer: entranceSchema }),
  enter: (slug, body) => callApi({ method: 'POST', path: `${entrances}${slug}/entries`, body, answer: placeSchema }),
  place: (withinMs) => callApi({ method: 'GET', path: PLACE, answer: placeSchema, ...(withinMs ? { withinMs } : {}) }),
  leave: (withinMs) => callApi({ method: 'DELETE', path: PLACE, answer: placeSchema, withinMs }),
  goIn: (withinMs) => callApi({ method: 'POST', path: `${PLACE}/enter`, answer: customerStandingSchema, withinMs }),
  standing: () => callApi({ method: 'GET', path: '/api/v1/join', answer: customerStandingSchema }),
  follow({ opened, heard, broke }) {
    const stream = new EventSource(`${PLACE}/events`)
    let over = false
    const end = (): void => {
      over = true
      stream.close()
    }
    stream.addEventListener('open', () => over || opened())
    stream.addEventListener('message', ({ data }: MessageEvent) => {
      const place = readPlace(data)
      if (place && !over) heard(place)
    })
    // Its own way to come back gives up on some answers, and comes back for all visitors in the same moment.
    stream.addEventListener('error', () => {
      if (over) return
      end()
      broke()
    })
    return end
  },
}

/** @param slug the last part of the queue's address, as it was typed. */
export function createPlaceClient(slug: string): PlaceClient {
  return new PlaceClient(queueSlugSchema.safeParse(slug).data, ownPlace)
}

/** What this version does not know is from a newer server: it is asked again by and by. */
function readPlace(data: unknown): Place | undefined {
  if (typeof data !== 'string') return undefined
  try {
    return placeSchema.safeParse(JSON.parse(data)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

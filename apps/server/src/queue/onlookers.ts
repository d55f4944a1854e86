import type { Inbox, Place } from '@deskside/protocol'
import type { Logger } from 'pino'
import type { Clock } from '../platform/clock.ts'
import { createNotTooOften } from '../platform/not-too-often.ts'
import type { Pace, PlaceRow, QueueStore } from './store.ts'

/** Pages of one entry that are told at once. */
const PAGES_EACH = 5
/** At most so often something is told anew, in milliseconds: many changes in a row are one. */
const PLACES_EACH_MS = 1_000
const INBOXES_EACH_MS = 200
/** How far back a queue's pace is looked at, in milliseconds. */
const PACE_SINCE_MS = 3_600_000

/** A page that follows its place: told the whole of it at every change. */
export interface PlacePage {
  send(place: Place): void
  end(): void
}

interface Parts {
  readonly store: QueueStore
  readonly clock: Clock
  readonly log: Logger
  readonly siteName: () => string
}

interface Followed {
  readonly pages: Set<PlacePage>
  told: string
}

/** Visitors' pages and agents' pages at this server: who is here, and what each was told last. */
export function createOnlookers({ store, clock, log, siteName }: Parts) {
  const followed = new Map<string, Followed>()
  /** What each agent with a page was told last; empty: nothing yet. */
  const agents = new Map<string, string>()
  const listeners: ((userId: string, inbox: Inbox) => void)[] = []
  /** Times that places were told: a look that began before the last one knows less. */
  let rounds = 0
  let stopped = false

  const placesOf = async (entryIds: readonly string[]): Promise<ReadonlyMap<string, Place>> => {
    const rows = await store.places(entryIds)
    const queueIds = [...new Set(rows.map(({ queueId }) => queueId))]
    const paces = await store.paces(queueIds, clock.now() - PACE_SINCE_MS)
    return new Map(rows.map((row) => [row.id, placeOf(row, { siteName: siteName(), pace: paces.get(row.queueId) })]))
  }
  const placeOfEntry = async (entryId: string): Promise<Place> =>
    (await placesOf([entryId])).get(entryId) ?? { is: 'nowhere' }
  const tellPlaces = async (): Promise<void> => {
    if (followed.size === 0) return
    const places = await placesOf([...followed.keys()])
    rounds += 1
    for (const [entryId, follower] of followed) {
      const place = places.get(entryId)
      const text = JSON.stringify(place)
      if (!place || text === follower.told) continue
      follower.told = text
      for (const page of follower.pages) page.send(place)
      // Nothing follows any more.
      if (place.is !== 'waiting') for (const page of follower.pages) page.end()
    }
  }
  const tellInboxes = async (): Promise<void> => {
    if (agents.size === 0) return
    for (const [userId, inbox] of await store.inboxes([...agents.keys()])) {
      const text = JSON.stringify(inbox)
      const told = agents.get(userId)
      if (told === undefined || told === text) continue
      agents.set(userId, text)
      for (const listener of listeners) listener(userId, inbox)
    }
  }
  const places = createNotTooOften({ clock, log, everyMs: PLACES_EACH_MS }, tellPlaces)
  const inboxes = createNotTooOften({ clock, log, everyMs: INBOXES_EACH_MS }, tellInboxes)

  return {
    here: () => ({ agentIds: [...agents.keys()], entryIds: [...followed.keys()] }),
    /** Tells everyone whose place or inbox is another than they know, soon. */
    tellSoon(): void {
      places.soon()
      inboxes.soon()
    },
    placeOf: placeOfEntry,
    async inboxOf(userId: string): Promise<Inbox> {
      const inbox = (await store.inboxes([userId])).get(userId)
      if (!inbox) throw new Error('every account has an inbox')
      return inbox
    },
    isFull: (entryId: string): boolean => (followed.get(entryId)?.pages.size ?? 0) >= PAGES_EACH,
    follow(entryId: string, page: PlacePage): () => void {
      if (stopped) {
        page.end()
        return () => undefined
      }
      const follower = followed.get(entryId) ?? { pages: new Set(), told: '' }
      followed.set(entryId, follower)
      follower.pages.add(page)
      // Who comes hears how things stand at once, and not with the next change.
      follower.told = ''
      const asked = rounds
      placeOfEntry(entryId)
        .then((place) => {
          if (rounds !== asked && place.is === 'waiting') return places.soon()
          page.send(place)
          if (place.is !== 'waiting') page.end()
        })
        .catch((error: unknown) => {
          log.warn({ err: error }, 'a visitor could not be told their place')
          page.end()
        })
      return () => {
        follower.pages.delete(page)
        if (follower.pages.size > 0 || stopped) return
        followed.delete(entryId)
        store.seenWaiting([entryId], clock.now(), 0).catch((error: unknown) => {
          log.warn({ err: error }, 'a visitor who went was not written down')
        })
      }
    },
    /** A representative opened or closed a page. */
    handlePages(userId: string, pages: number): void {
      if (pages === 0) agents.delete(userId)
      else {
        // The new page knows nothing.
        agents.set(userId, '')
        inboxes.soon()
      }
    },
    onInbox: (listener: (userId: string, inbox: Inbox) => void): void => void listeners.push(listener),
    async stop(): Promise<void> {
      stopped = true
      for (const { pages } of followed.values()) for (const page of pages) page.end()
      await Promise.all([places.stop(), inboxes.stop()])
    },
  }
}

function placeOf(
  row: PlaceRow,
  { siteName, pace }: { readonly siteName: string; readonly pace: Pace | undefined },
): Place {
  const { state, slug, name, queueName, enteredAt: since } = row
  if (state === 'gone') return { is: 'gone', slug }
  if (state === 'accepted') return { is: 'accepted', agentName: row.agentName ?? '' }
  const position = row.position ?? 1
  return {
    is: 'waiting',
    queueName,
    slug,
    siteName,
    name,
    position,
    estimateSeconds: pace ? Math.round((position * (pace.to - pace.from)) / pace.count / 1_000) : null,
    since,
    ...(row.lostAgentName !== null && { lostAgentName: row.lostAgentName }),
  }
}

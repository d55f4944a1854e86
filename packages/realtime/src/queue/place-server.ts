import type { CustomerStanding, EnterQueue, Entrance, Place } from '@deskside/protocol'

/** What a page that follows its place hears. */
export interface PlaceListener {
  readonly opened: () => void
  readonly heard: (place: Place) => void
  /** Once; nothing is heard afterwards. */
  readonly broke: () => void
}

/**
 * How a page asks the server about its place. Of our own pages a cookie says who they are, of another site's a token; what
 * they ask is the same. All throw ApiError; `server.unavailable` where the server cannot be reached.
 */
export interface PlaceServer {
  entrance(slug: string): Promise<Entrance>
  enter(slug: string, body: EnterQueue): Promise<Place>
  /** Given up after `withinMs` milliseconds, as if the server could not be reached. */
  place(withinMs?: number): Promise<Place>
  leave(withinMs: number): Promise<Place>
  /** Into the session, for who was accepted. */
  goIn(withinMs: number): Promise<CustomerStanding>
  /** Where this browser stands in a session, whoever brought it there. */
  standing(): Promise<CustomerStanding>
  /** @returns what ends it; nothing is heard afterwards. */
  follow(listener: PlaceListener): () => void
}

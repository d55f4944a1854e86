import type { ServerWorld } from './world.ts'

/** Writes what was recorded once, to the second, so that a report of it can be reckoned by hand. */
export class RecordedPast {
  readonly #world: ServerWorld
  readonly #statements: string[] = []
  #ids = 0

  constructor(world: ServerWorld) {
    this.#world = world
  }

  /** Somebody who came, and how it ended so many seconds later. */
  entry(queueId: string, at: string, [state, seconds]: readonly ['accepted' | 'gone', number]): this {
    const enteredAt = Date.parse(at)
    return this.#add(`insert into queue_entry (id, queue_id, token_hash, name, answers, place, browser, entered_at, seen_at,
      state, ended_at) values ('${this.#id()}', '${queueId}', '${crypto.randomUUID()}', '', '[]', '', '', ${enteredAt},
      ${enteredAt}, '${state}', ${enteredAt + seconds * 1_000})`)
  }

  /** A representative's time in a session of a queue. `alone` is from when on it is their only one. */
  session(
    [queueId, userId]: readonly [string, string],
    [from, to]: readonly [string, string],
    { alone = from, wrapUpSeconds = 0 }: { readonly alone?: string; readonly wrapUpSeconds?: number } = {},
  ): this {
    const [id, began, ended, since] = [this.#id(), Date.parse(from), Date.parse(to), Date.parse(alone)]
    return this.#add(`insert into session (id, owner_user_id, started_at, ended_at, last_seq, representative_name)
      values ('${id}', '${userId}', ${began}, ${ended}, 1, 'Somebody');
      insert into session_time (session_id, user_id, began_at, ended_at, queue_id, alone_from, helping_ms, wrap_up_ms)
      values ('${id}', '${userId}', ${began}, ${ended}, '${queueId}', ${since}, ${ended - since}, ${wrapUpSeconds * 1_000})`)
  }

  state(userId: string, state: string, [from, to]: readonly [string, string], reason?: string): this {
    if (state !== 'away')
      this.#add(
        `insert into duty_time (user_id, began_at, ended_at) values ('${userId}', ${Date.parse(from)}, ${Date.parse(to)})`,
      )
    return this.#add(`insert into agent_time (user_id, state, reason, began_at, ended_at)
      values ('${userId}', '${state}', ${reason ? `'${reason}'` : 'null'}, ${Date.parse(from)}, ${Date.parse(to)})`)
  }

  offer([queueId, userId]: readonly [string, string], at: string, state: 'accepted' | 'declined' | 'missed'): this {
    const made = Date.parse(at)
    this.entry(queueId, '2020-01-01T00:00:00Z', ['gone', 0])
    return this.#add(`insert into queue_offer (id, entry_id, queue_id, agent_id, alone, made_at, expires_at, state)
      values (gen_random_uuid(), '${this.#last()}', '${queueId}', '${userId}', true, ${made}, ${made}, '${state}')`)
  }

  async write(): Promise<void> {
    await this.#world.sql(this.#statements.splice(0).join(';\n'))
  }

  #add(statement: string): this {
    this.#statements.push(statement)
    return this
  }

  #id(): string {
    this.#ids += 1
    return this.#last()
  }

  #last(): string {
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`
  }
}

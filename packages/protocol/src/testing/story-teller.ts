import { foldStory, stepStory } from '../session/story.ts'
import type { StoredEvent, Story, StoryCommand, StoryEvent } from '../session/story.ts'
import type { Program } from '../consent/state.ts'
import type { ErrorCode } from '../errors.ts'

/** Ids that read well in a failing test and are UUIDs all the same. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** Tells a session step by step, as the server would: command in, events stored, state folded. */
export class StoryTeller {
  readonly events: StoredEvent[] = []
  now = 1_000_000
  #ids = 1000

  constructor(name = 'Anna', supportManagerAllowed = true, disclosure?: string) {
    this.#store(
      [
        {
          type: 'session.started',
          participantId: ANNA,
          userId: 'user-anna',
          name,
          siteName: 'Acme',
          supportManagerAllowed,
          ...(disclosure === undefined ? {} : { disclosure }),
        },
      ],
      ANNA,
    )
  }

  get story(): Story {
    const story = foldStory(this.events)
    if (!story) throw new Error('a teller has always begun')
    return story
  }

  /** @returns the code of a refusal, or undefined when it was accepted. */
  tell(by: string, command: StoryCommand): ErrorCode | undefined {
    const result = stepStory(this.story, command, { now: this.now, by, newId: () => id((this.#ids += 1)) })
    if (!result.ok) return result.code
    this.#store(result.events, by)
    return undefined
  }

  /** Types of what the last command led to. */
  get last(): string[] {
    const seq = this.#lastFrom
    return this.events.filter((e) => e.seq >= seq).map((e) => e.body.type)
  }

  #lastFrom = 1

  #store(events: readonly StoryEvent[], by: string): void {
    this.#lastFrom = this.events.length + 1
    for (const body of events) this.events.push({ seq: this.events.length + 1, at: this.now, by, body })
  }

  knock(knockId: string, name = 'Carl'): ErrorCode | undefined {
    return this.tell('system', {
      feature: 'session',
      do: 'knock',
      knockId,
      name,
      browser: 'Chrome on Linux',
      place: 'Europe/Berlin',
    })
  }

  admit(knockId: string, by = ANNA): ErrorCode | undefined {
    return this.tell(by, { feature: 'session', do: 'admit', knockId })
  }

  join(participantId: string, name = 'Bob'): ErrorCode | undefined {
    return this.tell('system', { feature: 'session', do: 'join', participantId, userId: `user-${name}`, name })
  }

  request(
    by: string,
    capability: 'desktop.view' | 'application.view' | 'desktop.share-view' | 'desktop.control' = 'desktop.view',
  ): ErrorCode | undefined {
    return this.tell(by, { feature: 'consent', do: 'request', capability, detail: null })
  }

  allow(by: string, everything = false, program: Program = 'page'): ErrorCode | undefined {
    const request = Object.values(this.story.consent.requests)[0]
    return this.tell(by, { feature: 'consent', do: 'allow', requestId: request?.id ?? id(9999), everything, program })
  }

  grantIds(): string[] {
    return Object.keys(this.story.consent.grants)
  }
}

export const ANNA = id(1)
export const BOB = id(2)
export const CARL = id(11)
export const DORA = id(12)
export const PAGE = id(21)

/** Anna and Carl in one session. */
export function pair(site: 'without the Support Manager' | 'any' = 'any'): StoryTeller {
  const teller = new StoryTeller('Anna', site === 'any')
  teller.knock(CARL)
  teller.admit(CARL)
  return teller
}

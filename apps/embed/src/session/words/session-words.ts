import type { Capability } from '@deskside/protocol'
import type { CaptureFailure } from '@deskside/realtime'

/** What a customer reads of one capability, after the representative's name but for the last two. */
export interface CapabilityWords {
  readonly asks: string
  readonly may: string
  /** While it happens. */
  readonly does: string
  /** After the word for Stop. */
  readonly what: string
  /** One thing a line, before it is allowed. */
  readonly means: readonly string[]
}

/** Everything that the session's part says, in one language. */
export interface SessionWords {
  readonly and: string
  /** After the names of those who help: one, several. */
  readonly helps: string
  readonly help: string
  readonly people: string
  readonly isHere: string
  readonly isLost: string
  readonly joining: string
  readonly interrupted: string
  readonly leave: string
  readonly leaving: string
  readonly somebody: string
  readonly chat: {
    readonly with: (name: string) => string
    readonly everyone: string
    readonly message: string
    readonly placeholder: string
    readonly send: string
    readonly none: string
    readonly you: string
    readonly onlyYou: string
    readonly only: (name: string) => string
    readonly to: string
    readonly typing: (names: readonly string[]) => string
    readonly sending: string
    readonly notSent: string
    readonly retry: string
    readonly discard: string
    readonly empty: string
    readonly tooLong: string
    readonly unread: (count: number) => string
  }
  readonly allowed: {
    readonly label: string
    readonly nothing: string
    readonly everything: string
    readonly askAgain: string
    readonly choose: string
    readonly notShown: string
    readonly now: string
    readonly otherTab: string
    readonly stop: string
    readonly stopKey: string
  }
  readonly question: {
    readonly allow: string
    readonly decline: string
    readonly everything: string
    /** Before anything that works on the computer (THREATS F2). */
    readonly warning: string
    readonly inProgram: string
    readonly onPage: string
    readonly notHere: string
    readonly late: string
    /** Said after what is asked, to who writes somewhere in the page. */
    readonly way: string
    readonly closesIn: (seconds: number) => string
  }
  readonly picture: {
    readonly desktop: string
    readonly application: string
    readonly connecting: string
    readonly elsewhere: string
    readonly large: string
  }
  readonly page: {
    readonly open: string
    readonly means: string
    readonly blocked: string
    readonly ready: string
  }
  readonly over: {
    readonly ended: string
    readonly left: string
    readonly timedOut: string
    readonly nothingSeen: string
    readonly away: string
    readonly again: string
  }
  /** With names for {1}, {2}: the giver and the taker, the watchers and the site. */
  readonly told: {
    readonly handsToAgent: string
    readonly handsToQueue: string
    readonly handed: string
    readonly watches: string
    readonly watch: string
  }
  readonly survey: {
    readonly about: string
    /** The best first. */
    readonly ratings: Readonly<Record<number, string>>
    readonly comment: string
    readonly missing: string
    readonly send: string
    readonly skip: string
    readonly thanks: string
  }
  readonly failure: Readonly<Record<CaptureFailure, string>> & { readonly other: string; readonly unreachable: string }
  readonly old: string
  readonly capabilities: Readonly<Partial<Record<Capability, CapabilityWords>>>
}

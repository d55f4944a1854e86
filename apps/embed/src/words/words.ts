import type { FormField } from '@deskside/protocol'

/** Everything that the embed says, in one language. Names that people gave are put in as they are. */
export interface Words {
  /** BCP 47, for the page's assistive technology and for dates. */
  readonly lang: string
  readonly dir: 'ltr' | 'rtl'
  readonly getHelp: string
  readonly leaveMessage: string
  readonly yourName: string
  readonly required: string
  readonly chooseOne: string
  readonly close: string
  /** Puts the panel away and keeps the place. */
  readonly minimise: string
  readonly oneMoment: string
  readonly waitingIn: string
  readonly position: (position: number) => string
  readonly inLine: (position: number) => string
  readonly estimate: (seconds: number | null) => string
  readonly since: (clock: string) => string
  /** After the name of an agent. */
  readonly lostAgent: string
  readonly stayOnSite: string
  readonly nothingSeen: string
  readonly leave: string
  readonly leaveQuestion: string
  readonly leaveMeans: string
  readonly stay: string
  readonly youLeft: string
  readonly youAreGone: string
  readonly elsewhere: (position: number) => string
  readonly closedNow: string
  readonly opensAt: (when: string) => string
  readonly today: (clock: string) => string
  readonly tomorrow: (clock: string) => string
  readonly onDay: (day: string, clock: string) => string
  readonly opensInTab: string
  readonly interrupted: string
  readonly tryAgain: string
  readonly noQueue: string
  readonly helpsYou: string
  readonly ready: (name: string) => string
  readonly problems: {
    readonly name: string
    readonly nameLong: string
    readonly oneLine: string
    readonly missing: Readonly<Record<FormField['kind'], string>>
    readonly wrong: Readonly<Record<FormField['kind'], string>>
    readonly tooMany: string
    readonly unreachable: string
    readonly notHere: string
    readonly other: string
  }
}

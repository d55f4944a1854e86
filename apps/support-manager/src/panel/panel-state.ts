import { CHAT_MESSAGE_LENGTH } from '@deskside/protocol'
import { z } from 'zod'

/** What may be chosen before a question is allowed: which monitor, or which application. */
export interface PanelChoices {
  readonly kind: 'monitor' | 'application'
  readonly options: readonly {
    readonly id: string
    readonly label: string
    /** A small picture as a `data:image/…` address. */
    readonly thumbnail?: string | undefined
  }[]
}

/** A question that waits for an answer. The page shows the first of the list; the others wait their turn. */
export interface PanelQuestion {
  /** Never used for another question: what armed one must not open the next. */
  readonly id: string
  /** Who asks. */
  readonly name: string
  /** After the name, for instance "asks to control your computer". */
  readonly asks: string
  /** What it means, one short sentence each. */
  readonly means: readonly string[]
  /** Whether "Allow everything this representative asks for in this session" stands below it. */
  readonly everythingOffered: boolean
  readonly choices?: PanelChoices | undefined
  /** Shown with a warning mark before the buttons (THREATS F2). */
  readonly warn?: string | undefined
  /** Milliseconds since 1970; from then on Allow is refused. */
  readonly expiresAt: number
  /** What is asked for word by word, for instance a script's text. */
  readonly detail?: string | undefined
}

/** Something that is allowed now. */
export interface PanelRunning {
  readonly grantId: string
  readonly name: string
  /** After the name, for instance "controls your computer". */
  readonly may: string
  /** After "Stop", for instance "desktop control". */
  readonly what: string
  /** Which frame the window wears: `control` orange, `view` blue, `none` as if nothing ran. */
  readonly risk: 'control' | 'view' | 'none'
  /**
   * Whether they wait because the person at this computer uses its mouse or keyboard; undefined where what is allowed is no
   * use of them.
   */
  readonly waits?: boolean | undefined
}

export interface PanelPerson {
  readonly id: string
  readonly name: string
  readonly role: 'representative' | 'customer' | 'watcher'
  /** False while their connection is lost. */
  readonly here: boolean
}

export interface PanelMessage {
  readonly id: string
  /** A name. */
  readonly from: string
  readonly text: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly mine: boolean
}

/** All that the page shows; sent whole whenever it changes. */
export interface PanelState {
  readonly phase: 'need-code' | 'joining' | 'joined' | 'reconnecting' | 'ended' | 'replaced' | 'failed'
  /** What happens now or went wrong, in a sentence; where it is missing the page has words of its own for the phase. */
  readonly sentence?: string | undefined
  readonly siteName: string
  /** The host that the program talks to, for instance "support.example.com" (THREATS F1). */
  readonly siteAddress: string
  /** Whose computer this is. */
  readonly side: 'customer' | 'representative'
  /** The id, among `people`, of who sits here; empty until it is known. */
  readonly me: string
  readonly people: readonly PanelPerson[]
  /** The oldest first. */
  readonly questions: readonly PanelQuestion[]
  readonly running: readonly PanelRunning[]
  /** Whose requests are allowed without asking, until that is taken back. */
  readonly everything: readonly { readonly representativeId: string; readonly name: string }[]
  /** The oldest first. */
  readonly chat: readonly PanelMessage[]
  /** Whether Ctrl+Alt+End works anywhere on the desktop; else only while the panel is in front. */
  readonly stopKey?: boolean
  /** How many messages of the chat's end were not in sight yet; `read` says that they are. */
  readonly unread: number
}

const id = z.string().min(1).max(200)

/** What a person does in the page. */
export const panelActionSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('join'), code: z.string().trim().min(1).max(200) }),
  z.strictObject({ do: z.literal('allow'), questionId: id, everything: z.boolean(), choice: id.optional() }),
  z.strictObject({ do: z.literal('decline'), questionId: id }),
  z.strictObject({ do: z.literal('stop'), grantId: id }),
  z.strictObject({ do: z.literal('stop-all') }),
  /** Takes "allow everything" back. */
  z.strictObject({ do: z.literal('ask-again'), representativeId: id }),
  z.strictObject({ do: z.literal('say'), text: z.string().trim().min(1).max(CHAT_MESSAGE_LENGTH) }),
  /** The chat's end is in sight of a person. */
  z.strictObject({ do: z.literal('read') }),
  z.strictObject({ do: z.literal('leave') }),
  z.strictObject({ do: z.literal('quit') }),
])
export type PanelAction = z.infer<typeof panelActionSchema>

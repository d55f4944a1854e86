import { presentParticipants } from '@deskside/protocol'
import { CAPABILITY_WORDS } from '../consent/capability-words.ts'
import type { PanelMessage, PanelState } from '../panel/panel-state.ts'
import type { SupportSession } from './support-session.ts'

/** How many messages of the chat the small window keeps in sight. */
const MESSAGES = 200

type SessionPart = Pick<PanelState, 'phase' | 'me' | 'people' | 'running' | 'everything' | 'chat'>

const PHASES = { joining: 'joining', joined: 'joined', reconnecting: 'reconnecting', over: 'ended' } as const

interface Around {
  /** When what a request allowed ends by itself. */
  readonly endOf: (requestId: string) => number | undefined
  /** Whether the person at this computer uses it themselves now: whoever controls it waits (THREATS C11). */
  readonly personActs: boolean
}

/** What the panel shows of the session, without its questions. */
export function panelView(session: SupportSession, { endOf, personActs }: Around): SessionPart {
  const { story, me } = session
  const phase = session.isReplaced ? 'replaced' : PHASES[session.phase]
  if (!story) return { phase, me, people: [], running: [], everything: [], chat: [] }
  const people = presentParticipants(story.session).map(({ id, name, role, standing }) => ({
    id,
    name,
    role,
    here: standing.is === 'here',
  }))
  const nameOf = (id: string): string => story.session.participants[id]?.name ?? 'Somebody'
  const driving = new Set(session.approvals.driving())
  const running = session.approvals.live().map((approval) => {
    const { grant } = approval
    const words = CAPABILITY_WORDS[grant.capability]
    const mine = grant.representativeId === me
    return {
      grantId: grant.id,
      name: nameOf(mine ? grant.customerId : grant.representativeId),
      may: (mine ? ownWords(grant.capability) : (words?.may ?? '')) + endWords(endOf(grant.requestId)),
      what: words?.what ?? 'this',
      risk: mine ? ownRisk(grant.capability) : (words?.risk ?? 'view'),
      waits: driving.has(approval) ? personActs : undefined,
    }
  })
  const everything = story.consent.everything
    .filter(
      ({ customerId, representativeId }) => customerId === me && session.approvals.everythingFor(representativeId),
    )
    .map(({ representativeId }) => ({ representativeId, name: nameOf(representativeId) }))
  return { phase, me, people, running, everything, chat: chatOf(session) }
}

/** The end that a person can see (THREATS C12). */
function endWords(until: number | undefined): string {
  if (until === undefined) return ''
  return ` until ${new Date(until).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`
}

function ownWords(capability: string): string {
  if (!capability.endsWith('.share-control')) return 'sees what you show'
  return capability.startsWith('desktop.')
    ? 'sees your screen and may use it'
    : 'sees one of your programs and may use it'
}

const ownRisk = (capability: string): 'control' | 'view' => (capability.endsWith('.share-control') ? 'control' : 'view')

function chatOf({ story, me, client }: SupportSession): PanelMessage[] {
  if (!story) return []
  const { participants } = story.session
  return (client?.state.get().events ?? [])
    .flatMap(({ at, by, body }): PanelMessage[] => {
      if (body.type !== 'chat.posted' || body.to.kind !== 'everyone') return []
      const from = participants[by]?.name ?? 'Somebody'
      return [{ id: body.messageId, from, text: body.text, at, mine: by === me }]
    })
    .slice(-MESSAGES)
}

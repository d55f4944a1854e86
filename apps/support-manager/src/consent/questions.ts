import { createHash } from 'node:crypto'
import { isShare, sidesOf, surfacesFor } from '@deskside/protocol'
import type { Capability, Grant, OpenRequest, RequestDetail, Story } from '@deskside/protocol'
import type { PanelChoices, PanelQuestion } from '../panel/panel-state.ts'
import type { Application, ScreenPort, Target } from '../screen/screen-port.ts'
import { thumbnailOf } from '../screen/thumbnail.ts'
import type { Approvals } from './approvals.ts'
import { CAPABILITY_WORDS, OWN_SHARE_WORDS, WARNING } from './capability-words.ts'
import { visibleText } from './visible-text.ts'

/** Something that waits for this person's yes, and what stands behind it. */
export interface Question {
  /**
   * Of exactly what is asked, by whom and in which words: a server that changes one of them under the same request asks
   * another question, and the answer to the one before is none to it (THREATS C4).
   */
  readonly id: string
  readonly requestId: string
  readonly asked: {
    readonly capability: Capability
    readonly representativeId: string
    readonly customerId: string
    readonly detail: RequestDetail | null
  }
  /** The other's name. */
  readonly name: string
  readonly expiresAt: number
  /** Whether the server must be told of the answer: not where the customer has allowed it already and this is the showing side. */
  readonly answers: 'request' | 'grant'
  readonly grantId: string | undefined
}

const DAY_MS = 86_400_000

/**
 * What waits for an answer here: at the customer's computer every open request, at the representative's what the customer
 * agreed to see and nobody here has let out yet.
 */
export function questionsOf(story: Story, me: string, approvals: Approvals): readonly Question[] {
  const { session, consent } = story
  if (session.life.is === 'ended') return []
  const nameOf = (id: string): string => session.participants[id]?.name ?? 'Somebody'
  const requests = Object.values(consent.requests)
    .filter((request) => request.customerId === me)
    .sort((a, b) => a.askedAt - b.askedAt)
    .map((request) => fromRequest(request, nameOf(request.representativeId)))
  const known = new Set(approvals.live().map(({ grant }) => grant.id))
  const shows = Object.values(consent.grants)
    .filter((grant) => !known.has(grant.id) && !approvals.isStopped(grant.id) && !story.screen[grant.id])
    .filter((grant) => waitsForAChoice(grant, { me, approvals }))
    .map((grant) => fromGrant(grant, nameOf(grant.customerId === me ? grant.representativeId : grant.customerId)))
  return [...requests, ...shows]
}

/** Allowed already, but what is shown is still to be chosen here. */
function waitsForAChoice(grant: Grant, { me, approvals }: { me: string; approvals: Approvals }): boolean {
  if (sidesOf(grant).from !== me) return false
  if (isShare(grant.capability)) return true
  const unasked = grant.automatic && approvals.everythingFor(grant.representativeId)
  return unasked && grant.capability.startsWith('application.')
}

function fromRequest(request: OpenRequest, name: string): Question {
  const { id: requestId, capability, representativeId, customerId, detail, expiresAt } = request
  const asked = { capability, representativeId, customerId, detail }
  return withId({ requestId, asked, name, expiresAt, answers: 'request', grantId: undefined })
}

function fromGrant({ id, requestId, grantedAt, ...grant }: Grant, name: string): Question {
  const { capability, representativeId, customerId, detail } = grant
  const asked = { capability, representativeId, customerId, detail }
  return withId({ requestId, asked, name, expiresAt: grantedAt + DAY_MS, answers: 'grant', grantId: id })
}

function withId(question: Omit<Question, 'id'>): Question {
  const { requestId, name, answers, grantId } = question
  const { capability, representativeId, customerId, detail } = question.asked
  const told = [name, answers, grantId, capability, representativeId, customerId, detail?.title, detail?.text]
  const words = createHash('sha256').update(JSON.stringify(told)).digest('base64url')
  return { ...question, id: `${requestId}.${words}` }
}

/** The question as the panel shows it. */
export function panelQuestion(question: Question, choices: PanelChoices | undefined): PanelQuestion {
  const { id, name, expiresAt, asked, answers } = question
  const words = (answers === 'grant' && OWN_SHARE_WORDS[asked.capability]) || CAPABILITY_WORDS[asked.capability]
  const risky = answers === 'request' && CAPABILITY_WORDS[asked.capability]?.risk === 'control'
  return {
    id,
    name,
    expiresAt,
    asks: words?.asks ?? 'asks for something that this program does not know',
    means: words?.means ?? [],
    everythingOffered: answers === 'request',
    choices,
    warn: risky ? WARNING : undefined,
    detail: asked.detail ? visibleText(`${asked.detail.title}\n\n${asked.detail.text}`) : undefined,
  }
}

/** Whether the person chooses what is shown: wherever this computer's picture goes out. */
export function needsChoice({ asked, answers }: Question): boolean {
  if (surfacesFor(asked.capability).length === 0) return false
  return answers === 'grant' ? true : !isShare(asked.capability)
}

const THUMBNAIL_WIDTH = 160
const ALL = 'all-monitors'

/** What can be chosen for a question, as it is now. */
export async function choicesFor(
  { asked }: Question,
  screen: ScreenPort,
  failed: (error: unknown) => void,
): Promise<PanelChoices> {
  const kind = asked.capability.startsWith('application.') ? 'application' : 'monitor'
  try {
    const offered =
      kind === 'application' ? (await screen.applications()).map(applicationOption) : monitorOptions(screen)
    const options = offered.map(async (option) => ({
      ...option,
      thumbnail: await thumbnailOf(screen, targetNamed(kind, option.id), THUMBNAIL_WIDTH),
    }))
    return { kind, options: await Promise.all(options) }
  } catch (error) {
    // A question that is not seen would keep all input out until it closes by itself, and nobody could say no.
    failed(error)
    return { kind, options: [] }
  }
}

const applicationOption = ({ id, name, titles }: Application) => ({
  id,
  label: titles[0] ? `${name}: ${titles[0]}` : name,
})

function monitorOptions(screen: ScreenPort): { id: string; label: string }[] {
  const monitors = screen.monitors()
  const several = monitors.length > 1
  const each = monitors.map(({ id, name, area, primary }) => ({
    id,
    label: `${name}, ${area.width} × ${area.height}${primary && several ? ', main screen' : ''}`,
  }))
  return several ? [{ id: ALL, label: 'All screens' }, ...each] : each
}

function targetNamed(kind: PanelChoices['kind'], id: string): Target {
  if (kind === 'application') return { kind, applicationId: id }
  return id === ALL ? { kind: 'all-monitors' } : { kind, monitorId: id }
}

/** The target that a choice names; undefined for one that is not there. */
export function targetOf(choices: PanelChoices | undefined, choice: string | undefined): Target | undefined {
  const picked = choice ?? (choices?.options.length === 1 ? choices.options[0]?.id : undefined)
  if (picked === undefined || !choices?.options.some(({ id }) => id === picked)) return undefined
  return targetNamed(choices.kind, picked)
}

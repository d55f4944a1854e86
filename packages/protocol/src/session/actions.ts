import { z } from 'zod'
import { capabilitySchema } from '../consent/messages.ts'
import { OFFERED_CAPABILITIES, grantOf, needsSupportManager, requestOf } from '../consent/state.ts'
import type { Capability } from '../consent/state.ts'
import { mayTransfer } from '../transfer/state.ts'
import { presentCustomer, presentParticipant, presentRepresentatives } from './state.ts'
import type { Story } from './story.ts'

/** What a participant may do now: the buttons on their screen (R15). */
export const actionSchema = z.union([
  z.enum([
    'session.admit',
    'session.leave',
    'session.end',
    'session.invite',
    'session.barge-in',
    'session.take-over',
    'chat.post',
    'chat.whisper',
    'notes.write',
    'session.set-display-mode',
    'transfer.offer',
    'transfer.withdraw',
  ]),
  z.templateLiteral(['consent.request:', capabilitySchema]),
])
export type Action = z.infer<typeof actionSchema>

export const requestAction = (capability: Capability): Action => `consent.request:${capability}`

/** The actions that `stepStory` would now accept from a participant. Empty for somebody who is not in the session. */
export function actionsFor(story: Story, participantId: string): Action[] {
  const { session, consent, transfer } = story
  const me = presentParticipant(session, participantId)
  if (!me) return []
  if (session.life.is === 'ended') return me.role === 'representative' ? ['notes.write'] : []
  if (me.role === 'watcher') return ['chat.whisper', 'session.barge-in', 'session.take-over', 'session.leave']
  const actions: Action[] = ['chat.post']
  if (me.role === 'customer') return [...actions, 'session.leave']
  actions.push('notes.write', 'session.set-display-mode', me.id === session.primaryId ? 'session.end' : 'session.leave')
  // With a colleague in the session its holder may also go and leave it to them.
  if (me.id === session.primaryId && presentRepresentatives(session).length > 1) actions.push('session.leave')
  if (transfer.is === 'offered' && me.id === session.primaryId) actions.push('transfer.withdraw')
  if (mayTransfer(story, me.id)) actions.push('transfer.offer')
  if (!presentCustomer(session)) return [...actions, 'session.invite', 'session.admit']
  for (const capability of OFFERED_CAPABILITIES) {
    if (requestOf(consent, me.id, capability) || grantOf(consent, me.id, capability)) continue
    if (!session.supportManagerAllowed && needsSupportManager(capability)) continue
    actions.push(requestAction(capability))
  }
  return actions
}

import { presentParticipant } from '@deskside/protocol'
import type { Story } from '@deskside/protocol'

/** Who is in a session may invite to it; nobody else, whatever their role. One line a rule. */
export const mayInvite = (story: Story, participantId: string): boolean =>
  presentParticipant(story.session, participantId)?.role === 'representative'

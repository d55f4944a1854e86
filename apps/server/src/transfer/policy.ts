import { presentParticipant } from '@deskside/protocol'
import type { Story } from '@deskside/protocol'

/** Who is in a session may look to whom it could go; whether they may hand it over the story says. One line a rule. */
export const maySeeTargets = (story: Story, participantId: string | undefined): boolean =>
  participantId !== undefined && presentParticipant(story.session, participantId)?.role === 'representative'

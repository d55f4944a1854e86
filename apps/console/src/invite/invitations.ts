import {
  acceptedInvitationSchema,
  formatSessionNumber,
  invitationSchema,
  startedSessionSchema,
} from '@deskside/protocol'
import type { Invitation } from '@deskside/protocol'
import { callApi } from '@deskside/realtime'
import { z } from 'zod'

/** Starts a session of mine; its first number comes with it. */
export function startSession() {
  return callApi({ method: 'POST', path: '/api/v1/sessions', answer: startedSessionSchema })
}

export async function newNumber(sessionId: string): Promise<void> {
  await invitation(sessionId, { for: 'customer', by: 'number' })
}

export async function newLink(sessionId: string, audience: 'customer' | 'representative'): Promise<string> {
  const made = await invitation(sessionId, { for: audience, by: 'link' })
  if (made.by !== 'link') throw new Error('The server answered with another kind of invitation')
  return made.url
}

async function invitation(
  sessionId: string,
  body: { for: 'customer' | 'representative'; by: Invitation['by'] },
): Promise<Invitation> {
  return callApi({ method: 'POST', path: `/api/v1/sessions/${sessionId}/invitations`, body, answer: invitationSchema })
}

export async function cancelNumber(sessionId: string): Promise<void> {
  await callApi({ method: 'DELETE', path: `/api/v1/sessions/${sessionId}/invitations/number`, answer: z.null() })
}

/** Joins a colleague's session by their invitation. */
export function acceptInvitation(token: string) {
  return callApi({
    method: 'POST',
    path: '/api/v1/invitations/accept',
    body: { token },
    answer: acceptedInvitationSchema,
  })
}

interface Letter {
  readonly siteName: string
  readonly representativeName: string
  readonly siteUrl: string
  readonly number: string | undefined
  readonly link: string
}

/** A ready draft of an invitation by e-mail, as an address that opens the mail program. */
export function mailDraft({ siteName, representativeName, siteUrl, number, link }: Letter): string {
  const lines = [
    'Hello,',
    '',
    `to get help from ${representativeName} of ${siteName}, open this link:`,
    link,
    '',
    ...(number === undefined ? [] : [`Or open ${siteUrl} and type this number: ${formatSessionNumber(number)}`, '']),
    'The link works once, for 24 hours. Nothing is installed, and you decide what we may see.',
  ]
  const field = (text: string): string => encodeURIComponent(text)
  return `mailto:?subject=${field(`Help from ${siteName}`)}&body=${field(lines.join('\r\n'))}`
}

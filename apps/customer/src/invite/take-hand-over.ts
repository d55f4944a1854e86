import { customerStandingSchema } from '@deskside/protocol'
import { ApiError, callApi } from '@deskside/realtime'

/** Makes this browser one more of the customer whose link it followed; a link that is over changes nothing. */
export async function takeHandOver(token: string): Promise<void> {
  const path = '/api/v1/hand-overs/take'
  try {
    await callApi({ method: 'POST', path, body: { token }, answer: customerStandingSchema })
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'invite.not-valid') throw error
  }
}

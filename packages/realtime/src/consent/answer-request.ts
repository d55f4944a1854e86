import { needsSupportManager, showsComputer } from '@deskside/protocol'
import type { OpenRequest } from '@deskside/protocol'
import type { CaptureFailure } from '../screen/capture.ts'
import type { SessionClient } from '../session/session-client.ts'
import type { AnswerPlace } from './answer-place.ts'

interface RequestAnswer {
  readonly request: OpenRequest
  readonly place: AnswerPlace
  readonly everything: boolean
}

/**
 * What a customer's Allow does. Where this browser must show something, the choice of what comes first: only then is there
 * anything to allow. Where the Support Manager must be fetched, it only says so: nothing is allowed before that asks. Must be
 * called while a click is handled.
 * @returns why nothing was chosen, so that the question stays.
 * @throws ApiError with the server's refusal; `consent.request-gone` where nobody waits for it any more.
 */
export async function answerRequest(
  client: SessionClient,
  { request, place, everything }: RequestAnswer,
): Promise<CaptureFailure | undefined> {
  const requestId = request.id
  if (place === 'fetch' || needsSupportManager(request.capability) === 'customer') {
    await client.send('consent.prepare', { requestId })
    return undefined
  }
  if (!showsComputer(request.capability)) {
    await client.send('consent.allow', { requestId, everything })
    return undefined
  }
  const result = await client.screen.capture(request.capability)
  if (!result.ok) return result.why
  try {
    await client.send('consent.allow', { requestId, everything })
  } catch (error) {
    result.capture.cancel()
    throw error
  }
  const grant = Object.values(client.state.get().story.consent.grants).find((g) => g.requestId === requestId)
  if (grant) await client.screen.begin(grant.id, result.capture)
  else result.capture.cancel()
  return undefined
}

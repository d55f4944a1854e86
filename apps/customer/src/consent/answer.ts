import { needsSupportManager } from '@deskside/protocol'
import type { OpenRequest } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { captureProblem } from '../screen/capture-problem.ts'
import type { AnswerPlace } from './answer-place.ts'
import { showsComputer } from './capability-words.ts'

interface Answer {
  readonly request: OpenRequest
  readonly place: AnswerPlace
  readonly everything: boolean
}

/**
 * What Allow does. Where this browser must show something, the choice of what comes first: only then is there anything
 * to allow. Where the Support Manager must be fetched, it only says so: nothing is allowed before that asks.
 * @returns a sentence when nothing was chosen and the question stays.
 */
export async function answer(
  client: SessionClient,
  { request, place, everything }: Answer,
): Promise<string | undefined> {
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
  if (!result.ok) return captureProblem(result.why, request.capability)
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

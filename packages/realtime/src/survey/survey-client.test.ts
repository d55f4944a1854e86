import { errorBody } from '@deskside/protocol'
import type { AskedSurvey } from '@deskside/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SurveyClient } from './survey-client.ts'

const asked: AskedSurvey = { is: 'asked', question: 'How did we do?', representativeName: 'Rita Rep', until: 1 }
const sent: { readonly method: string; readonly url: string; readonly init: RequestInit }[] = []
let answers: (() => Response)[] = []

beforeEach(() => {
  vi.useFakeTimers()
  sent.length = 0
  vi.stubGlobal('fetch', async (url: string | URL, init: RequestInit) => {
    sent.push({ method: String(init.method), url: String(url), init })
    const answer = answers.shift()
    if (!answer) throw new TypeError('no line')
    return answer()
  })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('[survey R1, R2] asks what the server asks, answers it and thanks', async () => {
  answers = [() => Response.json(asked), () => Response.json({ is: 'answered' })]
  const client = new SurveyClient()
  client.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(client.state.get()).toEqual(asked)
  await client.answer({ rating: 4, comment: 'Good' })
  expect(client.state.get()).toEqual({ is: 'thanks' })
  expect(sent.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET /api/v1/survey', 'POST /api/v1/survey'])
  expect(JSON.parse(String(sent[1]?.init.body))).toEqual({ rating: 4, comment: 'Good' })
})

test('[survey R2] what was answered before a reload is not asked again; what is refused is thrown and stays asked', async () => {
  answers = [() => Response.json({ is: 'answered' })]
  const again = new SurveyClient()
  again.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(again.state.get()).toEqual({ is: 'nothing' })

  answers = [() => Response.json(asked), () => Response.json(errorBody('survey.gone'), { status: 404 })]
  const late = new SurveyClient()
  late.start()
  await vi.advanceTimersByTimeAsync(0)
  await expect(late.answer({ rating: 1, comment: '' })).rejects.toMatchObject({ code: 'survey.gone' })
  expect(late.state.get()).toEqual(asked)
  answers = [() => Response.json({ is: 'nothing' })]
  await late.skip()
  expect(late.state.get()).toEqual({ is: 'nothing' })
})

test('[survey R2] a server that cannot be reached is asked again, a page that is gone asks no more', async () => {
  answers = []
  const client = new SurveyClient({ origin: 'https://help.example', token: 'secret' })
  client.start()
  await vi.advanceTimersByTimeAsync(0)
  expect(client.state.get()).toEqual({ is: 'asking' })
  answers = [() => Response.json(asked)]
  await vi.advanceTimersByTimeAsync(2_000)
  expect(client.state.get()).toEqual(asked)
  expect(sent[0]).toMatchObject({ url: 'https://help.example/api/v1/survey' })
  const gone = new SurveyClient()
  gone.start()
  gone.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toHaveLength(3)
  expect(gone.state.get()).toEqual({ is: 'asking' })
})

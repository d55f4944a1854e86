import { askedSurveySchema } from '@deskside/protocol'
import type { AnswerSurvey, AskedSurvey } from '@deskside/protocol'
import { ApiError } from '../signal/api-error.ts'
import { callApi } from '../signal/api.ts'
import type { ApiCall, ApiServer } from '../signal/api.ts'
import { createSource } from '../signal/observable.ts'
import type { Observable } from '../signal/observable.ts'

const PATH = '/api/v1/survey'
/** A server that cannot say whether something is asked is asked again after this long, so often. */
const AGAIN = { ms: 2_000, times: 5 } as const

export type SurveyView =
  | { readonly is: 'asking' }
  /** Nothing to answer, or it was skipped. */
  | { readonly is: 'nothing' }
  | Extract<AskedSurvey, { is: 'asked' }>
  /** Answered here, just now. */
  | { readonly is: 'thanks' }

/** A customer's side of the survey of the session that was theirs. */
export class SurveyClient {
  readonly #state = createSource<SurveyView>({ is: 'asking' })
  readonly #server: ApiServer | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  /** @param server for programs and pages of other sites; left out, the page's own server and cookies are used. */
  constructor(server?: ApiServer) {
    this.#server = server
  }

  get state(): Observable<SurveyView> {
    return this.#state
  }

  start(): void {
    this.#stopped = false
    void this.#look(AGAIN.times)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  /** @throws ApiError; with `survey.gone` where it may not be answered any more. */
  async answer(body: AnswerSurvey): Promise<void> {
    await this.#call({ method: 'POST', body })
    this.#state.set({ is: 'thanks' })
  }

  /** Shown no more from now on, here and after a reload. @throws ApiError where the server did not hear of it. */
  async skip(): Promise<void> {
    await this.#call({ method: 'DELETE' })
    this.#state.set({ is: 'nothing' })
  }

  async #look(tries: number): Promise<void> {
    try {
      const asked = await this.#call({ method: 'GET' })
      if (!this.#stopped) this.#state.set(asked.is === 'asked' ? asked : { is: 'nothing' })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (this.#stopped) return
      if (tries > 0) this.#timer = setTimeout(() => void this.#look(tries - 1), AGAIN.ms)
      else this.#state.set({ is: 'nothing' })
    }
  }

  #call(call: Pick<ApiCall<AskedSurvey>, 'method' | 'body'>): Promise<AskedSurvey> {
    return callApi({ ...call, path: PATH, answer: askedSurveySchema, server: this.#server })
  }
}

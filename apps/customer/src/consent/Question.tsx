import { reachesTheComputer } from '@deskside/protocol'
import type { OpenRequest } from '@deskside/protocol'
import { ApiError, answerPlace, answerRequest, runsProgram, screenCaptureSupport } from '@deskside/realtime'
import type { AnswerPlace, SessionClient } from '@deskside/realtime'
import { AlertDialog, Button, Checkbox, Notice, formatTimeLeft, useObservable } from '@deskside/ui'
import { useEffect, useRef, useState } from 'react'
import { useTick } from '../platform/use-tick.ts'
import { captureProblem } from '../screen/capture-problem.ts'
import { wordsOf } from './capability-words.ts'
import { Elsewhere } from './Elsewhere.tsx'
import { Explained } from './Explained.tsx'

/** A click meant for what stood here a moment ago must not allow anything. */
const ARMED_AFTER_MS = 700

interface QuestionProps {
  readonly client: SessionClient
  readonly request: OpenRequest
  /** The answer came when nobody waited for it any more. */
  readonly onLate: () => void
}

/** One request: what it means, and where to answer it. Declining is always possible here. */
export function Question({ client, request, onLate }: QuestionProps) {
  const { story } = useObservable(client.state)
  const name = story.session.participants[request.representativeId]?.name ?? 'Your representative'
  const place = usePlace(client, request)
  const [everything, setEverything] = useState(false)
  const { problem, busy, attempt } = useAttempt(onLate)
  const armed = useArmed()
  const decline = useRef<HTMLButtonElement>(null)
  const offersAllow = place === 'page' || (place === 'fetch' && !request.prepared)
  useEffect(() => {
    // Allow had the focus and is gone: what is safe takes it, so that nobody falls out of the question.
    if (!offersAllow && document.activeElement === document.body) decline.current?.focus()
  }, [offersAllow])
  const allow = () =>
    attempt(async () => {
      const why = await answerRequest(client, { request, place, everything })
      return why && captureProblem(why, request.capability)
    })
  const refuse = () =>
    attempt(async () => {
      await client.send('consent.decline', { requestId: request.id })
      return undefined
    })
  return (
    <AlertDialog
      open
      initialFocus={decline}
      title={
        <>
          <bdi>{name}</bdi> {wordsOf(request.capability).asks}
        </>
      }
      {...(offersAllow ? { description: <Explained request={request} place={place} /> } : {})}
      footer={
        <>
          <Button ref={decline} onClick={refuse} aria-disabled={!armed}>
            Decline
          </Button>
          {offersAllow ? (
            <Button look="primary" busy={busy} aria-disabled={!armed || busy} onClick={allow}>
              Allow
            </Button>
          ) : null}
        </>
      }
    >
      {problem ? (
        <Notice tone="warn" role="alert">
          {problem}
        </Notice>
      ) : null}
      {place === 'page' ? (
        <Checkbox
          label="Allow everything this representative asks for in this session"
          checked={everything}
          onChange={(event) => setEverything(event.target.checked)}
          className="border-t border-line pt-3"
        />
      ) : (
        <Elsewhere client={client} request={request} place={place} name={name} />
      )}
      {/* Below what matters more there: where to go and answer. */}
      {place === 'program' ? <Explained request={request} place={place} /> : null}
      <TimeLeft until={request.expiresAt} />
    </AlertDialog>
  )
}

function usePlace(client: SessionClient, { capability, customerId }: OpenRequest): AnswerPlace {
  const { story, devices } = useObservable(client.state)
  const { supported: captures, phone } = screenCaptureSupport()
  const program = runsProgram(devices, customerId)
  const workedOn = Object.values(story.consent.grants).some(
    (grant) => grant.customerId === customerId && reachesTheComputer(grant.capability),
  )
  return answerPlace({ capability, program, workedOn, phone, captures })
}

/** Runs one answer at a time, and keeps the sentence of what went wrong. */
function useAttempt(onLate: () => void) {
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const run = async (work: () => Promise<string | undefined>): Promise<void> => {
    setProblem(undefined)
    setBusy(true)
    try {
      setProblem(await work())
    } catch (error) {
      if (error instanceof ApiError && error.code === 'consent.request-gone') onLate()
      else setProblem(error instanceof Error ? error.message : 'That did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return { problem, busy, attempt: (work: () => Promise<string | undefined>) => void run(work) }
}

function useArmed(): boolean {
  const [armed, setArmed] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setArmed(true), ARMED_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return armed
}

function TimeLeft({ until }: { readonly until: number }) {
  const now = useTick()
  // Only near the end: a clock that runs down from the start makes people hurry.
  const left = until - now
  return left < 45_000 ? (
    <p className="text-sm text-ink-soft">This question closes by itself in {formatTimeLeft(left)}.</p>
  ) : null
}

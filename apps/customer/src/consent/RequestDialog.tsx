import type { OpenRequest } from '@deskside/protocol'
import { ApiError, screenCaptureSupport } from '@deskside/realtime'
import type { SessionClient } from '@deskside/realtime'
import { AlertDialog, Button, Checkbox, Notice, formatTimeLeft, useObservable } from '@deskside/ui'
import { useEffect, useRef, useState } from 'react'
import { captureProblem } from '../screen/capture-problem.ts'
import { usePageMark } from '../platform/use-page-title.ts'
import { useTick } from '../platform/use-tick.ts'
import { capturesHere, wordsOf } from './capability-words.ts'
import { Means } from './Means.tsx'

/** A click meant for what stood here a moment ago must not allow anything. */
const ARMED_AFTER_MS = 700

/** Asks for the oldest open request, in words; the others wait their turn. */
export function RequestDialog({ client }: { readonly client: SessionClient }) {
  const { story } = useObservable(client.state)
  const mine = Object.values(story.consent.requests).filter((r) => r.customerId === client.participantId)
  const [request] = mine.sort((a, b) => a.askedAt - b.askedAt)
  const [late, setLate] = useState(false)
  usePageMark(request ? 'Please answer' : undefined)
  return (
    <>
      {late ? (
        <Notice
          tone="warn"
          role="alert"
          actions={
            <Button size="small" onClick={() => setLate(false)}>
              Close
            </Button>
          }
        >
          That took too long, so nothing was shown. Your representative can ask again.
        </Notice>
      ) : null}
      {request ? <Question key={request.id} client={client} request={request} onLate={() => setLate(true)} /> : null}
    </>
  )
}

interface QuestionProps {
  readonly client: SessionClient
  readonly request: OpenRequest
  readonly onLate: () => void
}

function Question({ client, request, onLate }: QuestionProps) {
  const { story } = useObservable(client.state)
  const name = story.session.participants[request.representativeId]?.name ?? 'Your representative'
  const words = wordsOf(request.capability)
  const possible = !capturesHere(request.capability) || screenCaptureSupport().supported
  const [everything, setEverything] = useState(false)
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const armed = useArmed()
  const decline = useRef<HTMLButtonElement>(null)

  const allow = async () => {
    setProblem(undefined)
    setBusy(true)
    try {
      const trouble = await answer(client, request, everything)
      if (trouble) setProblem(trouble)
    } catch (error) {
      if (error instanceof ApiError && error.code === 'consent.request-gone') onLate()
      else setProblem(error instanceof Error ? error.message : 'That did not work. Try again.')
    } finally {
      setBusy(false)
    }
  }
  const refuse = () => {
    client
      .send('consent.decline', { requestId: request.id })
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : ''))
  }
  return (
    <AlertDialog
      open
      initialFocus={decline}
      title={
        <>
          <bdi>{name}</bdi> {words.asks}
        </>
      }
      {...(possible && words.means.length > 0 ? { description: <Means points={words.means} /> } : {})}
      footer={
        <>
          <Button ref={decline} onClick={refuse} aria-disabled={!armed}>
            Decline
          </Button>
          {possible ? (
            <Button look="primary" busy={busy} aria-disabled={!armed || busy} onClick={() => void allow()}>
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
      {possible ? (
        <Checkbox
          label="Allow everything this representative asks for in this session"
          checked={everything}
          onChange={(event) => setEverything(event.target.checked)}
          className="border-t border-line pt-3"
        />
      ) : (
        <Notice tone="warn">
          This browser cannot show its screen. Decline, and tell {name} in the chat; you can also join from a computer.
        </Notice>
      )}
      <TimeLeft until={request.expiresAt} />
    </AlertDialog>
  )
}

/**
 * Allows a request. Where this browser must show something, the choice of what comes first: only then is there anything
 * to allow.
 * @returns a sentence when nothing was chosen and the question stays.
 */
async function answer(client: SessionClient, request: OpenRequest, everything: boolean): Promise<string | undefined> {
  if (!capturesHere(request.capability)) {
    await client.send('consent.allow', { requestId: request.id, everything })
    return undefined
  }
  const result = await client.screen.capture(request.capability)
  if (!result.ok) return captureProblem(result.why, request.capability)
  try {
    await client.send('consent.allow', { requestId: request.id, everything })
  } catch (error) {
    result.capture.cancel()
    throw error
  }
  const grant = Object.values(client.state.get().story.consent.grants).find((g) => g.requestId === request.id)
  if (grant) await client.screen.begin(grant.id, result.capture)
  else result.capture.cancel()
  return undefined
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

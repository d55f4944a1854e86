import { SurveyClient } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { CircleCheck } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { SurveyForm } from './SurveyForm.tsx'

/** What is asked of the session that is over, until it is answered or skipped. */
export function Survey() {
  const [client] = useState(() => new SurveyClient())
  const view = useObservable(client.state)
  useEffect(() => {
    client.start()
    return () => client.stop()
  }, [client])
  return (
    <>
      <p role="status" className="sr-only">
        {view.is === 'asked' ? 'Below is a question about this session. You need not answer it.' : ''}
      </p>
      {view.is === 'asked' ? <SurveyForm client={client} survey={view} /> : null}
      {view.is === 'thanks' ? <Thanks /> : null}
    </>
  )
}

function Thanks() {
  const words = useRef<HTMLParagraphElement>(null)
  // The button that had the focus went with the form.
  useEffect(() => words.current?.focus(), [])
  return (
    <p
      ref={words}
      tabIndex={-1}
      className="edge-in-forced-colors flex items-center gap-3 rounded-card bg-good-soft px-5 py-4 font-medium text-good-ink outline-none"
    >
      <CircleCheck aria-hidden="true" className="size-5 shrink-0" />
      Thank you. Your answer helps us to do better.
    </p>
  )
}

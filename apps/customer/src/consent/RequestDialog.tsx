import type { SessionClient } from '@deskside/realtime'
import { Button, Notice, useObservable } from '@deskside/ui'
import { useState } from 'react'
import { usePageMark } from '../platform/use-page-title.ts'
import { Question } from './Question.tsx'

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
          That took too long, so nothing was allowed. Your representative can ask again.
        </Notice>
      ) : null}
      {request ? <Question key={request.id} client={client} request={request} onLate={() => setLate(true)} /> : null}
    </>
  )
}

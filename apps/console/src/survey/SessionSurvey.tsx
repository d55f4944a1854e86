import { formatMoment } from '@deskside/ui'
import { Card } from '../platform/Page.tsx'
import { Rating } from './Rating.tsx'
import { useSessionSurvey } from './surveys.ts'

/** On a session's page: what its customer was asked, and what they answered. Nothing where nobody was asked. */
export function SessionSurvey({ sessionId }: { readonly sessionId: string }) {
  const { data } = useSessionSurvey(sessionId)
  if (!data || data.is === 'nothing') return null
  return (
    <Card title="Survey">
      <p dir="auto" className="text-ink-soft wrap-anywhere">
        {data.question}
      </p>
      {data.is === 'asked' ? <p>Asked, not answered yet.</p> : null}
      {data.is === 'skipped' ? <p>The customer did not want to answer.</p> : null}
      {data.is === 'answered' ? (
        <div className="mt-1 flex flex-col gap-2">
          <Rating rating={data.rating} />
          {data.comment ? (
            <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {data.comment}
            </p>
          ) : null}
          <p className="text-sm text-ink-soft">Answered {formatMoment(data.answeredAt)}</p>
        </div>
      ) : null}
    </Card>
  )
}

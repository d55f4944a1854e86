import { Button, Notice, Spinner } from '@deskside/ui'
import { useMutation } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import { Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { sentenceOf } from '../platform/queries.ts'
import { acceptInvitation } from './invitations.ts'

/** Follows a colleague's link into their session. */
export function JoinPage() {
  usePageTitle('Join a session')
  const { token } = useParams({ strict: false })
  const navigate = useNavigate()
  const accepting = useMutation({
    mutationFn: acceptInvitation,
    onSuccess: ({ sessionId }) =>
      navigate({ to: '/console/sessions/$sessionId', params: { sessionId }, replace: true }),
  })
  const { mutate } = accepting
  // A link works once: one page load is one try.
  const tried = useRef(false)
  useEffect(() => {
    if (tried.current || !token) return
    tried.current = true
    mutate(token)
  }, [token, mutate])
  return (
    <Page title="Join a colleague’s session">
      {accepting.error ? (
        <Notice
          tone="danger"
          role="alert"
          actions={accepting.error && token ? <Button onClick={() => mutate(token)}>Try again</Button> : null}
        >
          {sentenceOf(accepting.error)} Ask your colleague for a new link if it was used already.
        </Notice>
      ) : (
        <p role="status" className="flex items-center gap-2">
          <Spinner /> Joining…
        </p>
      )}
    </Page>
  )
}

import { foldStory, presentParticipant } from '@deskside/protocol'
import type { SessionPage as PageData, Story } from '@deskside/protocol'
import { Badge, Button, Notice, Spinner, formatDuration, formatMoment } from '@deskside/ui'
import { Link } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { Transcript } from '../chat/index.ts'
import { NotesEditor } from '../notes/index.ts'
import { Card, Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { isRefusal, sentenceOf } from '../platform/queries.ts'
import { SessionSurvey } from '../survey/index.ts'
import { useSessionPage } from './sessions.ts'
import { TimeLine } from './TimeLine.tsx'
import { Unsent } from './Unsent.tsx'
import { QueueCard } from './QueueCard.tsx'
import { customerOf } from './who.ts'

/** All that is kept of a session: people, time line, transcript, notes. */
export function SessionPage({ sessionId }: { readonly sessionId: string }) {
  const { data, error, refetch } = useSessionPage(sessionId)
  const story = data ? foldStory(data.events) : undefined
  usePageTitle(story ? nameOf(story) : 'Session')
  if (error) {
    return (
      <Page title="Session">
        <Notice tone="danger" role="alert" actions={<Button onClick={() => void refetch()}>Try again</Button>}>
          {isRefusal(error, 'request.invalid') ? 'This address is not that of a session.' : sentenceOf(error)}
        </Notice>
        <BackToList />
      </Page>
    )
  }
  if (!data || !story) return <Opening />
  // It goes on with me in it: the live desk takes over as soon as the connection brings it.
  const inIt = data.participantId !== null && presentParticipant(story.session, data.participantId) !== undefined
  if (story.session.life.is === 'live' && inIt) return <Opening />
  return <Kept data={data} story={story} />
}

function Opening() {
  return (
    <div role="status" className="m-auto flex items-center gap-2 p-6 text-ink-soft">
      <Spinner /> Opening the session…
    </div>
  )
}

function BackToList() {
  return (
    <Link
      to="/console/sessions"
      className="inline-flex w-fit items-center gap-1.5 text-accent-ink underline underline-offset-2"
    >
      <ArrowLeft aria-hidden="true" className="size-4 rtl:-scale-x-100" />
      All sessions
    </Link>
  )
}

function Kept({ data, story }: { readonly data: PageData; readonly story: Story }) {
  const { session } = story
  const { life, startedAt } = session
  return (
    <Page title={<bdi>{nameOf(story)}</bdi>} lead={leadOf(story)} actions={<BackToList />}>
      <Unsent sessionId={data.sessionId} />
      {life.is === 'live' ? (
        <Notice tone="accent">
          {wasHandedOver(data, story) ? (
            <>
              You handed this session over to <bdi>{story.session.participants[story.session.primaryId]?.name}</bdi>.
            </>
          ) : (
            'This session goes on without you.'
          )}{' '}
          Reload the page to see what is new.
        </Notice>
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex flex-col gap-5">
          <Card title="Transcript">
            <Transcript story={story} me={data.participantId} />
          </Card>
          <Card title="Time line">
            <TimeLine events={data.events} startedAt={startedAt} />
          </Card>
        </div>
        <div className="flex flex-col gap-5">
          <Card title="People">
            <People story={story} />
          </Card>
          <QueueCard events={data.events} story={story} />
          <SessionSurvey sessionId={data.sessionId} />
          <Card title="Notes">
            {data.participantId === null ? (
              <NotesToRead text={data.notes.text} />
            ) : (
              <div className="-m-3 flex min-h-72 flex-col">
                <NotesEditor sessionId={data.sessionId} newest={null} />
              </div>
            )}
          </Card>
        </div>
      </div>
    </Page>
  )
}

function nameOf({ session }: Story): string {
  return customerOf(session)?.name ?? 'No customer came'
}

function wasHandedOver({ participantId }: PageData, { session }: Story): boolean {
  const standing = session.participants[participantId ?? '']?.standing
  return standing?.is === 'left' && standing.reason === 'transferred'
}

function leadOf({ session: { life, startedAt } }: Story): string {
  const started = formatMoment(startedAt)
  if (life.is === 'live') return `Started ${started}, not ended yet`
  const how = life.reason === 'abandoned' ? 'ended because nobody came back' : 'ended'
  return `Session of ${started}, ${how} after ${formatDuration(life.at - startedAt)}`
}

function NotesToRead({ text }: { readonly text: string }) {
  if (text === '') return <p className="text-ink-soft">Nobody wrote notes.</p>
  return (
    <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
      {text}
    </p>
  )
}

function People({ story: { session } }: { readonly story: Story }) {
  const people = Object.values(session.participants).sort((a, b) => a.joinedSeq - b.joinedSeq)
  return (
    <dl className="flex flex-col gap-2">
      {people.map((person) => (
        <div key={person.id} className="flex flex-wrap items-center gap-2">
          <dt className="font-medium wrap-anywhere">
            <bdi>{person.name}</bdi>
          </dt>
          <dd className="flex gap-2">
            <Badge tone={person.role === 'customer' ? 'good' : 'accent'}>
              {person.role === 'customer' ? 'Customer' : 'Representative'}
            </Badge>
            {person.id === session.primaryId ? <Badge>held the session</Badge> : null}
          </dd>
        </div>
      ))}
    </dl>
  )
}

import type { MailQuery } from '@deskside/protocol'
import { Button, Notice, SegmentedControl, SelectField, Spinner, TextField } from '@deskside/ui'
import { Mailbox } from 'lucide-react'
import { useEffect, useState } from 'react'
import { NothingHere, Page } from '../platform/Page.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { sentenceOf } from '../platform/queries.ts'
import { MailCard } from './MailCard.tsx'
import { useMail, useMailbox } from './mailbox.ts'

type Shown = Extract<MailQuery['state'], 'open' | 'done'>
/** How long somebody may pause in typing before it is searched for. Milliseconds. */
const PAUSE_MS = 300

const SHOWN = [
  { value: 'open', text: 'Open', label: 'Open messages' },
  { value: 'done', text: 'Done', label: 'Done messages' },
] as const

/** What visitors left at my queues: messages, and wishes to be called. */
export function MailboxPage() {
  usePageTitle('Messages')
  const { queues } = useMailbox()
  const [queueId, setQueueId] = useState('')
  const [state, setState] = useState<Shown>('open')
  const [typed, setTyped] = useState('')
  const search = usePaused(typed.trim())
  const mail = useMail({
    state,
    ...(queues.some(({ id }) => id === queueId) ? { queueId } : {}),
    ...(search ? { search } : {}),
  })
  const messages = mail.data?.pages.flatMap((page) => page.messages) ?? []
  return (
    <Page title="Messages" lead="What visitors left at your queues: messages, and wishes to be called.">
      <search className="flex flex-wrap items-end gap-x-5 gap-y-3">
        <SegmentedControl label="Which messages" value={state} onChange={setState} segments={SHOWN} />
        {queues.length > 1 ? (
          <SelectField
            label="Queue"
            fieldClassName="min-w-48"
            value={queueId}
            onChange={(event) => setQueueId(event.target.value)}
          >
            <option value="">All queues</option>
            {queues.map(({ id, name, unread }) => (
              <option key={id} value={id}>
                {unread > 0 ? `${name} (${unread})` : name}
              </option>
            ))}
          </SelectField>
        ) : null}
        <TextField
          label="Search"
          type="search"
          fieldClassName="min-w-48 flex-1"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </search>
      {mail.error ? (
        <Notice tone="danger" role="alert">
          {sentenceOf(mail.error)}
        </Notice>
      ) : null}
      {mail.isPending ? (
        <p className="flex items-center gap-2">
          <Spinner /> Looking…
        </p>
      ) : null}
      {mail.data && messages.length === 0 ? <Nothing state={state} searching={search !== ''} /> : null}
      <ul aria-label="Messages" className="flex flex-col gap-4">
        {messages.map((message) => (
          <li key={message.id}>
            <MailCard mail={message} />
          </li>
        ))}
      </ul>
      {mail.hasNextPage ? (
        <Button className="self-center" busy={mail.isFetchingNextPage} onClick={() => void mail.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
    </Page>
  )
}

function Nothing({ state, searching }: { readonly state: Shown; readonly searching: boolean }) {
  const title = searching ? 'Nothing with these words' : state === 'open' ? 'Nothing to answer' : 'Nothing done yet'
  return (
    <div className="rounded-card border border-line bg-surface">
      <NothingHere icon={<Mailbox className="size-7" />} title={title}>
        Visitors leave messages out of hours, or instead of waiting. Each queue’s settings say what they may leave.
      </NothingHere>
    </div>
  )
}

/** What was typed, once its writer pauses. */
function usePaused(text: string): string {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return paused
}

import { Button, IconButton } from '@deskside/ui'
import { Navigate } from '@tanstack/react-router'
import { ExternalLink, Headset, PanelLeftOpen, Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { useAccount } from '../account/index.ts'
import { useLiveSessions } from '../platform/live.tsx'
import { usePageTitle } from '../platform/page-title.ts'
import { sentenceOf } from '../platform/queries.ts'
import { useInbox } from '../queue/index.ts'
import { PANEL_BUTTONS, showPanel, usePanels } from './panels.ts'
import { useStartSession } from './sessions.ts'

/** The console with no session chosen: the newest one, or what to do to begin. */
export function DeskHome() {
  usePageTitle('Console')
  const newest = useLiveSessions().at(-1)
  if (newest) {
    return <Navigate to="/console/sessions/$sessionId" params={{ sessionId: newest.client.sessionId }} replace />
  }
  return <NothingYet />
}

function NothingYet() {
  const { data: account } = useAccount()
  const { list } = usePanels()
  const start = useStartSession()
  return (
    <section aria-label="Begin" className="relative flex min-w-0 flex-1 flex-col overflow-y-auto bg-canvas">
      {list ? null : (
        <div className="p-2">
          <IconButton
            id={PANEL_BUTTONS.list.show}
            label="Show the list of sessions  ["
            icon={<PanelLeftOpen className="size-5 rtl:-scale-x-100" />}
            onClick={() => showPanel('list', true)}
          />
        </div>
      )}
      <div className="m-auto flex max-w-xl flex-col items-center gap-4 p-6 text-center">
        <span
          aria-hidden="true"
          className="grid size-20 place-items-center rounded-full bg-accent-soft text-accent-ink"
        >
          <Headset className="size-10" />
        </span>
        <h1 className="text-2xl font-semibold text-balance wrap-anywhere">
          Ready when you are{account ? `, ${account.name}` : ''}
        </h1>
        <ServesQueues />
        <ol className="flex flex-col gap-2 text-start text-ink-soft">
          <Step n={1}>
            Press <strong className="font-semibold text-ink">Start session</strong> and read the number out to your
            customer.
          </Step>
          <Step n={2}>They open this site’s address, type the number and their name, and knock.</Step>
          <Step n={3}>You admit them, chat, and ask to see their screen. They decide about everything.</Step>
        </ol>
        {list ? null : (
          <Button
            look="primary"
            size="large"
            icon={<Plus aria-hidden="true" className="size-5" />}
            busy={start.isPending}
            onClick={() => start.mutate()}
          >
            Start session
          </Button>
        )}
        {start.error ? (
          <p role="alert" className="font-medium text-danger-ink">
            {sentenceOf(start.error)}
          </p>
        ) : null}
        <p className="mt-4 text-sm text-ink-soft">
          New here?{' '}
          <a
            href="/"
            target="_blank"
            rel="noopener"
            className="inline-flex min-h-6 items-center gap-1 text-accent-ink underline underline-offset-2"
          >
            Try it on yourself
            <ExternalLink aria-hidden="true" className="size-3.5" />
          </a>
          <br />
          The customer’s page opens in a new window, and you help yourself.
        </p>
      </div>
    </section>
  )
}

/** Whoever serves queues waits for visitors, and has to say so first. */
function ServesQueues() {
  const inbox = useInbox()
  if (!inbox) return null
  return (
    <p className="text-ink-soft">
      {inbox.state === 'available' ? (
        'You are available: who comes to your queues is offered to you here. Meanwhile you can help somebody by number:'
      ) : (
        <>
          To be offered the visitors of your queues, set <strong className="font-semibold text-ink">My state</strong> to
          Available. Or help somebody by number:
        </>
      )}
    </p>
  )
}

function Step({ n, children }: { readonly n: number; readonly children: ReactNode }) {
  return (
    <li className="flex gap-3">
      <span
        aria-hidden="true"
        className="grid size-6 shrink-0 place-items-center rounded-full bg-surface text-sm font-semibold text-ink shadow-card"
      >
        {n}
      </span>
      <span>{children}</span>
    </li>
  )
}

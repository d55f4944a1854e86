import { formatSessionNumber, presentCustomer } from '@deskside/protocol'
import { Badge, Button, IconButton, Notice, StatusDot, useObservable } from '@deskside/ui'
import { Link, useLocation } from '@tanstack/react-router'
import { PanelLeftClose, Plus } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { totalUnread, useUnread } from '../chat/index.ts'
import { useLive, useLiveSessions, useServerNow } from '../platform/live.tsx'
import type { LiveSession } from '../platform/live-sessions.ts'
import { sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'
import { PANEL_BUTTONS, closeDrawer, showPanel } from './panels.ts'
import { useStartSession } from './sessions.ts'
import { stateOf, titleOf } from './who.ts'

/** My live sessions, and the way to a new one. */
export function SessionList() {
  const sessions = useLiveSessions()
  const { connection } = useObservable(useLive().state)
  const start = useStartSession()
  const list = useCurrentInSight(sessions.length)
  return (
    <aside
      aria-label="Live sessions"
      className="flex w-64 shrink-0 2xl:w-80 flex-col border-e border-line bg-surface max-xl:absolute max-xl:inset-y-0 max-xl:start-0 max-xl:z-20 max-xl:shadow-float"
    >
      <div className="flex items-center justify-between gap-2 py-2 ps-4 pe-2">
        <h2 className="font-semibold">Live sessions</h2>
        <IconButton
          id={PANEL_BUTTONS.list.hide}
          size="small"
          label="Hide the list  ["
          icon={<PanelLeftClose className="size-4.5 rtl:-scale-x-100" />}
          onClick={() => showPanel('list', false)}
        />
      </div>
      <div className="px-3 pb-3">
        <Button
          look="primary"
          className="w-full"
          icon={<Plus aria-hidden="true" className="size-5" />}
          busy={start.isPending}
          onClick={() => start.mutate(undefined, { onSuccess: closeDrawer })}
        >
          Start session
        </Button>
        {start.error ? (
          <Notice tone="danger" role="alert" className="mt-2 text-sm">
            {sentenceOf(start.error)}
          </Notice>
        ) : null}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto border-t border-line">
        {sessions.length === 0 ? (
          <p className="px-4 py-5 text-sm text-ink-soft">
            {connection === 'online' ? 'No live session. Each one that you start stands here.' : 'Connecting…'}
          </p>
        ) : (
          <ul ref={list}>
            {sessions.map((session) => (
              <SessionItem key={session.client.sessionId} session={session} />
            ))}
          </ul>
        )}
      </div>
    </aside>
  )
}

/** Scrolls a long list to the session that is open, when another one is opened. */
function useCurrentInSight(length: number) {
  const list = useRef<HTMLUListElement>(null)
  const { pathname } = useLocation()
  useEffect(() => {
    list.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: 'nearest' })
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- where one is, and that it is in the list
  }, [pathname, length])
  return list
}

function SessionItem({ session: { client, view } }: { readonly session: LiveSession }) {
  const { session } = view.story
  const unread = totalUnread(useUnread(client, view))
  const now = useServerNow()
  const title = titleOf(session)
  const state = stateOf(session)
  // Several new sessions are told apart by what their customers were told.
  const number = presentCustomer(session) ? null : view.number
  const knocks = Object.keys(session.knocks).length
  return (
    <li aria-label={title} className="border-b border-line">
      <Link
        to="/console/sessions/$sessionId"
        params={{ sessionId: client.sessionId }}
        onClick={closeDrawer}
        className="flex flex-col gap-0.5 border-s-4 border-transparent px-3 py-2.5 -outline-offset-2 hover:bg-surface-hover"
        activeProps={{ className: 'border-s-accent! bg-accent-soft', 'aria-current': 'page' }}
      >
        <span className="flex items-center justify-between gap-2">
          <bdi className="truncate font-medium">{title}</bdi>
          <span className="shrink-0 text-sm text-ink-soft tabular-nums">{formatSpan(now - session.startedAt)}</span>
        </span>
        <span className="flex items-center justify-between gap-2 text-sm text-ink-soft">
          <StatusDot tone={state.tone}>{number && knocks === 0 ? 'Waiting' : state.words}</StatusDot>
          <span className="flex shrink-0 gap-1">
            {session.participants[client.participantId]?.role === 'watcher' ? <Badge>You watch</Badge> : null}
            {number && knocks === 0 ? (
              <span dir="ltr" className="tabular-nums">
                {formatSessionNumber(number.number)}
              </span>
            ) : null}
            {knocks > 0 ? (
              <Badge strong>
                {knocks}
                <span className="sr-only"> waiting</span>
              </Badge>
            ) : null}
            {unread > 0 ? (
              <Badge strong tone="danger">
                {unread}
                <span className="sr-only"> unread</span>
              </Badge>
            ) : null}
          </span>
        </span>
      </Link>
    </li>
  )
}

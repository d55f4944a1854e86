import { formatSessionNumber, presentCustomer } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Badge, IconButton, StatusDot, useObservable } from '@deskside/ui'
import { Eye, Maximize, Minimize, PanelLeftOpen, PanelRightClose, PanelRightOpen, Users } from 'lucide-react'
import { totalUnread, useUnread } from '../chat/index.ts'
import { useLiveSessions, useServerNow } from '../platform/live.tsx'
import { formatSpan } from '../platform/times.ts'
import { DESK_TITLE } from '../platform/desk-title.ts'
import { PANEL_BUTTONS, showPanel, toggleFocus, togglePanel, usePanels } from './panels.ts'
import { colleaguesOf, stateOf, titleOf, watchersOf } from './who.ts'

/** Who this is, how it stands, for how long, and what of the console is shown. */
export function DeskHeader({ client }: { readonly client: SessionClient }) {
  const { story, number } = useObservable(client.state)
  const { session } = story
  const now = useServerNow()
  const state = stateOf(session)
  const colleagues = colleaguesOf(session, client.participantId)
  const watchers = watchersOf(session, client.participantId)
  const waiting = number && !presentCustomer(session)
  return (
    <header className="flex min-h-14 shrink-0 items-center gap-x-2 gap-y-1 border-b border-line bg-surface p-1.5 px-2">
      <ListButton />
      <div className="flex min-w-0 flex-1 flex-wrap items-baseline gap-x-3">
        <h1
          id={DESK_TITLE}
          tabIndex={-1}
          title={titleOf(session)}
          className="min-w-0 truncate rounded-control px-1 text-lg font-semibold -outline-offset-2"
        >
          <bdi>{titleOf(session)}</bdi>
        </h1>
        <p className="flex flex-wrap items-center gap-x-3 px-1 text-sm text-ink-soft">
          <StatusDot tone={state.tone}>{state.words}</StatusDot>
          <span className="tabular-nums" title="Since the session was started">
            {formatSpan(now - session.startedAt)}
          </span>
          {waiting ? (
            <span dir="ltr" className="tabular-nums">
              No. {formatSessionNumber(number.number)}
            </span>
          ) : null}
          {watchers.length > 0 ? (
            <Badge tone="warn">
              <Eye aria-hidden="true" className="size-3.5" />
              <span className="max-w-48 truncate">watched by {watchers.join(', ')}</span>
            </Badge>
          ) : null}
          {colleagues.length > 0 ? (
            <Badge tone="accent">
              <Users aria-hidden="true" className="size-3.5" />
              <span className="max-w-48 truncate">with {colleagues.join(', ')}</span>
            </Badge>
          ) : null}
        </p>
      </div>
      <ViewButtons client={client} />
    </header>
  )
}

function ListButton() {
  const { list, focus } = usePanels()
  const sessions = useLiveSessions()
  if (list || focus) return <span className="w-1" />
  const knocks = sessions.reduce((sum, { view }) => sum + Object.keys(view.story.session.knocks).length, 0)
  return (
    <IconButton
      id={PANEL_BUTTONS.list.show}
      label={knocks > 0 ? `Show the list of sessions, ${knocks} waiting  [` : 'Show the list of sessions  ['}
      icon={<PanelLeftOpen className="size-5 rtl:-scale-x-100" />}
      mark={knocks > 0 ? <Badge strong>{knocks}</Badge> : null}
      onClick={() => showPanel('list', true)}
    />
  )
}

function ViewButtons({ client }: { readonly client: SessionClient }) {
  const { side, focus } = usePanels()
  const unread = totalUnread(useUnread(client, useObservable(client.state)))
  const show = unread > 0 ? `Show the side panel, ${unread} unread  ]` : 'Show the side panel  ]'
  return (
    <div className="flex shrink-0 gap-1">
      <IconButton
        label={focus ? 'Leave focus mode  Z' : 'Focus mode  Z'}
        icon={focus ? <Minimize className="size-5" /> : <Maximize className="size-5" />}
        onClick={toggleFocus}
      />
      <IconButton
        id={PANEL_BUTTONS.side.show}
        label={side ? 'Hide the side panel  ]' : show}
        icon={
          side ? (
            <PanelRightClose className="size-5 rtl:-scale-x-100" />
          ) : (
            <PanelRightOpen className="size-5 rtl:-scale-x-100" />
          )
        }
        mark={
          !side && unread > 0 ? (
            <Badge strong tone="danger">
              {unread}
            </Badge>
          ) : null
        }
        onClick={() => togglePanel('side')}
      />
    </div>
  )
}

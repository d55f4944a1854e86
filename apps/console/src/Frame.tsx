import type { Account } from '@deskside/protocol'
import { Badge, Menu, MenuChoice, MenuItem, MenuSeparator, Tooltip, cx, useObservable } from '@deskside/ui'
import { Link, Outlet, useLocation, useNavigate } from '@tanstack/react-router'
import {
  Activity,
  ChartColumn,
  History,
  Keyboard,
  LifeBuoy,
  LogOut,
  Mailbox,
  MessagesSquare,
  MonitorDown,
  Settings,
  UserRound,
} from 'lucide-react'
import { useCallback, useState } from 'react'
import type { ReactNode } from 'react'
import { useSignOut } from './account/index.ts'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { unreadOf, useMailbox } from './mailbox/index.ts'
import { Mark } from './platform/Mark.tsx'
import { changeSettings, settings } from './platform/settings.ts'
import { useShortcuts } from './platform/shortcuts.ts'
import type { ShortcutKey } from './platform/shortcuts.ts'
import { AgentBar, Offers } from './queue/index.ts'
import { toggleFocus, togglePanel, useLiveWatch, usePanels } from './session/index.ts'
import { ShortcutsSheet } from './ShortcutsSheet.tsx'
import { useTransferNews } from './transfer/index.ts'

/** Around every page of a signed-in person: the rail, the state of the connection, the shortcuts. */
export function Frame({ account }: { readonly account: Account }) {
  const { focus } = usePanels()
  const { shortcuts } = useObservable(settings)
  const [sheet, setSheet] = useState(false)
  useLiveWatch()
  useTransferNews()
  const act = useCallback((key: ShortcutKey) => {
    if (key === '[') togglePanel('list')
    else if (key === ']') togglePanel('side')
    else if (key === 'z') toggleFocus()
    else setSheet(true)
  }, [])
  useShortcuts(shortcuts, act)
  return (
    <div className="relative flex h-dvh overflow-hidden bg-canvas text-ink print:block print:h-auto print:overflow-visible">
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:absolute focus:start-16 focus:top-2 focus:z-50 focus:rounded-control focus:bg-surface focus:px-4 focus:py-2 focus:shadow-float"
      >
        Skip to the page
      </a>
      {focus ? null : <Rail account={account} onShortcuts={() => setSheet(true)} />}
      <div className="flex min-w-0 flex-1 flex-col">
        <ConnectionBanner />
        <div className="print:hidden">{focus ? null : <AgentBar />}</div>
        <main id="main" tabIndex={-1} className="relative flex min-h-0 flex-1 flex-col outline-none">
          <Outlet />
        </main>
      </div>
      <Offers />
      <ShortcutsSheet open={sheet} onOpenChange={setSheet} />
    </div>
  )
}

const ICON = 'size-5.5'

function Rail({ account, onShortcuts }: { readonly account: Account; readonly onShortcuts: () => void }) {
  return (
    <nav
      aria-label="Main"
      className="z-30 flex print:hidden w-14 shrink-0 flex-col items-center gap-1.5 border-e border-line bg-surface py-2"
    >
      <Mark className="mb-2 size-9" />
      <RailLink to="/console" label="Console" icon={<MessagesSquare className={ICON} />} also="/console/sessions/" />
      <RailLink to="/console/sessions" label="All sessions" icon={<History className={ICON} />} />
      <MailLink />
      <RailLink
        to="/reports"
        label={account.role === 'representative' ? 'My figures' : 'Reports'}
        icon={<ChartColumn className={ICON} />}
        also="/reports/"
      />
      {account.role === 'representative' ? null : (
        <RailLink to="/monitor" label="Monitor" icon={<Activity className={ICON} />} />
      )}
      {account.role === 'administrator' ? (
        <RailLink to="/admin" label="Administration" icon={<Settings className={ICON} />} />
      ) : null}
      <div className="flex-1" />
      <SupportMenu onShortcuts={onShortcuts} />
      <Tooltip text="Keyboard shortcuts  ?" side="inline-end">
        <button type="button" aria-label="Keyboard shortcuts" onClick={onShortcuts} className={RAIL_ITEM}>
          <Keyboard aria-hidden="true" className={ICON} />
        </button>
      </Tooltip>
      <AccountMenu account={account} />
    </nav>
  )
}

const RAIL_ITEM = 'grid size-10 place-items-center rounded-control text-ink-soft hover:bg-surface-hover hover:text-ink'

function SupportMenu({ onShortcuts }: { readonly onShortcuts: () => void }) {
  const navigate = useNavigate()
  return (
    <Menu
      side="inline-end"
      align="end"
      trigger={
        <button type="button" aria-label="Support" className={RAIL_ITEM}>
          <LifeBuoy aria-hidden="true" className={ICON} />
        </button>
      }
    >
      <MenuItem icon={<MonitorDown className="size-4.5" />} onClick={() => void navigate({ to: '/downloads' })}>
        Downloads
      </MenuItem>
      <MenuItem icon={<Keyboard className="size-4.5" />} onClick={onShortcuts}>
        Keyboard shortcuts
      </MenuItem>
    </Menu>
  )
}

/** For whoever may see a mailbox: how much lies in it unread. */
function MailLink() {
  const mailbox = useMailbox()
  if (mailbox.queues.length === 0) return null
  const unread = unreadOf(mailbox)
  const label = unread === 0 ? 'Messages' : `Messages, ${unread} unread`
  return <RailLink to="/console/messages" label={label} icon={<Mailbox className={ICON} />} count={unread} />
}

interface RailLinkProps {
  readonly to: '/console' | '/console/sessions' | '/console/messages' | '/monitor' | '/admin' | '/reports'
  readonly label: string
  readonly icon: ReactNode
  /** Addresses below this belong to it, too. */
  readonly also?: string
  /** In its corner, where there is any; say it in `label`, too. */
  readonly count?: number
}

function RailLink({ to, label, icon, also, count = 0 }: RailLinkProps) {
  const { pathname: path } = useLocation()
  const current = path === to || (also !== undefined && path.startsWith(also))
  return (
    <Tooltip text={label} side="inline-end">
      <Link
        to={to}
        aria-label={label}
        aria-current={current ? 'page' : undefined}
        className={cx(RAIL_ITEM, 'relative', current && 'bg-accent-soft text-accent-ink! edge-in-forced-colors')}
      >
        <span aria-hidden="true">{icon}</span>
        {count > 0 ? (
          <span aria-hidden="true" className="absolute -end-1 -top-1">
            <Badge strong>{count > 99 ? '99+' : count}</Badge>
          </span>
        ) : null}
      </Link>
    </Tooltip>
  )
}

function AccountMenu({ account }: { readonly account: Account }) {
  const navigate = useNavigate()
  const signOut = useSignOut()
  const { theme } = useObservable(settings)
  return (
    <Menu
      side="inline-end"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={`Account: ${account.name}`}
          className="grid size-10 place-items-center rounded-full bg-accent-soft text-accent-ink hover:outline-2 hover:outline-accent"
        >
          <UserRound aria-hidden="true" className={ICON} />
        </button>
      }
    >
      <p className="max-w-64 px-3 py-1.5 wrap-anywhere">
        <bdi className="font-semibold">{account.name}</bdi>
        <span className="block text-sm text-ink-soft">{account.email}</span>
      </p>
      <MenuSeparator />
      <MenuItem icon={<UserRound className="size-4.5" />} onClick={() => void navigate({ to: '/console/account' })}>
        My account
      </MenuItem>
      <MenuItem icon={<LogOut className="size-4.5" />} onClick={() => signOut.mutate({ everywhere: false })}>
        Sign out
      </MenuItem>
      <MenuSeparator />
      <MenuChoice
        label="Appearance"
        value={theme}
        onChange={(next) => changeSettings({ theme: next })}
        options={[
          { value: 'system', label: 'As the system' },
          { value: 'light', label: 'Light' },
          { value: 'dark', label: 'Dark' },
        ]}
      />
    </Menu>
  )
}

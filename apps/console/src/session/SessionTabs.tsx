import type { SessionClient } from '@deskside/realtime'
import { Badge, Button, Tab, TabList, TabPanel, Tabs, useObservable } from '@deskside/ui'
import { MessageSquare, NotebookPen, UserPlus } from 'lucide-react'
import { totalUnread, useUnread } from '../chat/index.ts'
import { DeviceTools } from '../device/index.ts'
import { ScreenTools } from '../screen/index.ts'
import type { ShareDesk } from '../screen/index.ts'
import { EndTools } from './EndTools.tsx'
import type { SideTab } from './SidePanel.tsx'

export type DeskTab = 'tools' | 'desktop' | 'application' | 'session'

interface SessionTabsProps {
  readonly client: SessionClient
  readonly desk: ShareDesk
  readonly tab: DeskTab
  readonly onTab: (tab: DeskTab) => void
  readonly onInvite: () => void
  readonly onSide: (tab: SideTab) => void
}

const PANEL = 'flex min-h-16 flex-none flex-col justify-center px-4 py-2.5'

/** The four fixed tabs and what each offers now. */
export function SessionTabs(props: SessionTabsProps) {
  const { client, desk, tab, onTab } = props
  return (
    <Tabs value={tab} onChange={onTab} className="min-h-auto! shrink-0 border-b border-line bg-surface">
      <TabList label="Tools of this session" className="px-2">
        <Tab value="tools">Tools</Tab>
        <Tab value="desktop">Desktop</Tab>
        <Tab value="application">Application</Tab>
        <Tab value="session">Session</Tab>
      </TabList>
      <TabPanel value="tools" className={PANEL}>
        <Tools {...props} />
      </TabPanel>
      <TabPanel value="desktop" className={PANEL}>
        <ScreenTools client={client} desk={desk} kind="desktop" />
      </TabPanel>
      <TabPanel value="application" className={PANEL}>
        <ScreenTools client={client} desk={desk} kind="application" />
      </TabPanel>
      <TabPanel value="session" className={PANEL}>
        <EndTools client={client} />
      </TabPanel>
    </Tabs>
  )
}

const ICON = 'size-4.5'

function Tools({ client, onInvite, onSide }: SessionTabsProps) {
  const view = useObservable(client.state)
  const unread = totalUnread(useUnread(client, view))
  return (
    <div className="flex flex-wrap gap-3">
      <Button icon={<UserPlus aria-hidden="true" className={ICON} />} onClick={onInvite}>
        Invite
      </Button>
      <Button
        icon={<MessageSquare aria-hidden="true" className={ICON} />}
        aria-description={unread > 0 ? `${unread} unread` : undefined}
        onClick={() => onSide('chat')}
      >
        Chat
        {unread > 0 ? (
          <span aria-hidden="true">
            <Badge strong tone="danger">
              {unread}
            </Badge>
          </span>
        ) : null}
      </Button>
      <Button icon={<NotebookPen aria-hidden="true" className={ICON} />} onClick={() => onSide('notes')}>
        Notes
      </Button>
      <DeviceTools client={client} />
    </div>
  )
}

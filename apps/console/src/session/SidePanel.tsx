import type { SessionClient } from '@deskside/realtime'
import { Badge, Tab, TabList, TabPanel, Tabs, useObservable } from '@deskside/ui'
import type { Ref } from 'react'
import { ChatSide, totalUnread, useUnread } from '../chat/index.ts'
import { NotesEditor } from '../notes/index.ts'
import { SessionFacts } from './SessionFacts.tsx'

export type SideTab = 'chat' | 'notes'

interface SidePanelProps {
  readonly ref: Ref<HTMLDivElement>
  readonly client: SessionClient
  readonly tab: SideTab
  readonly onTab: (tab: SideTab) => void
}

/** Beside the stage: who the customer is, then chat or notes. */
export function SidePanel({ ref, client, tab, onTab }: SidePanelProps) {
  const view = useObservable(client.state)
  const unread = totalUnread(useUnread(client, view))
  return (
    <aside
      ref={ref}
      aria-label="Customer, chat and notes"
      className="flex w-80 shrink-0 2xl:w-96 flex-col border-s border-line bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:end-0 max-lg:z-20 max-lg:shadow-float"
    >
      <SessionFacts client={client} />
      <Tabs value={tab} onChange={onTab} className="min-h-0 flex-1 border-t border-line">
        <TabList label="Chat or notes" className="px-2">
          <Tab
            value="chat"
            mark={
              unread > 0 && tab !== 'chat' ? (
                <Badge strong tone="danger">
                  {unread}
                </Badge>
              ) : null
            }
          >
            Chat
          </Tab>
          <Tab value="notes">Notes</Tab>
        </TabList>
        <TabPanel value="chat" className="flex flex-col">
          <ChatSide client={client} visible={tab === 'chat'} />
        </TabPanel>
        <TabPanel value="notes" className="flex flex-col">
          <NotesEditor sessionId={client.sessionId} newest={view.notesVersion} />
        </TabPanel>
      </Tabs>
    </aside>
  )
}

import type { SessionClient } from '@deskside/realtime'
import { Badge, IconButton, Tab, TabList, TabPanel, Tabs, useObservable } from '@deskside/ui'
import { PanelRightClose } from 'lucide-react'
import type { Ref } from 'react'
import { ChatSide, totalUnread, useUnread } from '../chat/index.ts'
import { NotesEditor } from '../notes/index.ts'
import { PANEL_BUTTONS, showPanel, usePanels } from './panels.ts'
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
  const { over } = usePanels()
  // Notes are of those who take part.
  const watching = view.story.session.participants[client.participantId]?.role === 'watcher'
  return (
    <aside
      ref={ref}
      aria-label="Customer, chat and notes"
      className="flex w-80 max-w-full shrink-0 2xl:w-96 flex-col border-s border-line bg-surface max-lg:absolute max-lg:inset-y-0 max-lg:end-0 max-lg:z-20 max-lg:shadow-float"
    >
      {over ? (
        <div className="flex items-center justify-between border-b border-line py-1 ps-4 pe-2">
          <h2 className="font-semibold">Customer, chat and notes</h2>
          <IconButton
            id={PANEL_BUTTONS.side.hide}
            size="small"
            label="Close the side panel"
            icon={<PanelRightClose className="size-4.5 rtl:-scale-x-100" />}
            onClick={() => showPanel('side', false)}
          />
        </div>
      ) : null}
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
          {watching ? null : <Tab value="notes">Notes</Tab>}
        </TabList>
        <TabPanel value="chat" className="flex flex-col">
          <ChatSide client={client} visible={tab === 'chat'} />
        </TabPanel>
        <TabPanel value="notes" className="flex flex-col">
          {watching ? null : <NotesEditor sessionId={client.sessionId} newest={view.notesVersion} />}
        </TabPanel>
      </Tabs>
    </aside>
  )
}

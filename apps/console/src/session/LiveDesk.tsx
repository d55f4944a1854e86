import type { SessionClient } from '@deskside/realtime'
import { useObservable } from '@deskside/ui'
import { useCallback, useEffect, useRef, useState } from 'react'
import { InviteDialog } from '../invite/index.ts'
import { WatchBar } from '../monitor/index.ts'
import { usePageTitle } from '../platform/page-title.ts'
import { Stage, shareDeskOf } from '../screen/index.ts'
import { TransferBar } from '../transfer/index.ts'
import { DeskHeader } from './DeskHeader.tsx'
import { LatestNews } from './LatestNews.tsx'
import { showPanel, usePanels } from './panels.ts'
import { useIsStarting } from './sessions.ts'
import { SessionTabs } from './SessionTabs.tsx'
import type { DeskTab } from './SessionTabs.tsx'
import { SidePanel } from './SidePanel.tsx'
import type { SideTab } from './SidePanel.tsx'
import { WatchedStage } from './WatchedStage.tsx'
import { customerOf, titleOf } from './who.ts'

/** A live session: its tabs, the stage, and beside it the customer, chat and notes. */
export function LiveDesk({ client }: { readonly client: SessionClient }) {
  const { story } = useObservable(client.state)
  const { side, focus } = usePanels()
  const starting = useIsStarting()
  const desk = shareDeskOf(client)
  const [inviting, setInviting] = useState(false)
  const [tab, setTab] = useState<DeskTab>('tools')
  const [sideTab, setSideTab] = useState<SideTab>('chat')
  const panel = useRef<HTMLDivElement>(null)
  const watching = story.session.participants[client.participantId]?.role === 'watcher'
  usePageTitle(titleOf(story.session))

  const [opened, setOpened] = useState(0)
  const openSide = useCallback((wanted: SideTab) => {
    showPanel('side', true)
    setSideTab(wanted)
    setOpened((times) => times + 1)
  }, [])
  useEffect(() => {
    // What was asked for is where one types next.
    const boxes = opened > 0 ? (panel.current?.querySelectorAll('textarea') ?? []) : []
    for (const box of boxes) if (!box.closest('[hidden]')) box.focus()
  }, [opened])
  return (
    <>
      <section
        aria-label={`Session with ${titleOf(story.session)}`}
        className="relative flex min-w-0 flex-1 flex-col bg-canvas [@media(height<30rem)]:overflow-y-auto"
      >
        <DeskHeader client={client} />
        {watching ? (
          <WatchBar
            client={client}
            customerName={customerOf(story.session)?.name ?? null}
            onWhisper={() => openSide('chat')}
          />
        ) : null}
        {focus || watching ? null : (
          <SessionTabs
            client={client}
            desk={desk}
            tab={tab}
            onTab={setTab}
            onInvite={() => setInviting(true)}
            onSide={openSide}
          />
        )}
        <TransferBar client={client} />
        {watching ? (
          <WatchedStage client={client} />
        ) : (
          <Stage
            client={client}
            desk={desk}
            numberHere={!inviting}
            starting={starting}
            onAsk={() => setTab('desktop')}
          />
        )}
        <LatestNews client={client} />
      </section>
      {side ? <SidePanel ref={panel} client={client} tab={sideTab} onTab={setSideTab} /> : null}
      <InviteDialog client={client} open={inviting} onOpenChange={setInviting} />
    </>
  )
}

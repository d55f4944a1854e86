import type { SessionClient } from '@deskside/realtime'
import { Button, useObservable } from '@deskside/ui'
import { ArrowRightLeft } from 'lucide-react'
import { useState } from 'react'
import { useInbox } from '../queue/index.ts'
import { TransferDialog } from './TransferDialog.tsx'

/** Hands the session to another agent or a queue; only for agents, and only while they hold it. */
export function TransferTool({ client }: { readonly client: SessionClient }) {
  const { actions } = useObservable(client.state)
  const isAgent = useInbox() !== null
  const [open, setOpen] = useState(false)
  const may = isAgent && actions.includes('transfer.offer')
  return (
    <>
      {may ? (
        <Button
          icon={<ArrowRightLeft aria-hidden="true" className="size-4.5 rtl:-scale-x-100" />}
          onClick={() => setOpen(true)}
        >
          Transfer Session
        </Button>
      ) : null}
      {open ? <TransferDialog client={client} onClose={() => setOpen(false)} /> : null}
    </>
  )
}

import { openTransfer } from '@deskside/protocol'
import type { SessionClient, SessionView } from '@deskside/realtime'
import { Button, Notice, useObservable } from '@deskside/ui'
import { useState } from 'react'

/** Tells that a colleague takes over, and that they did. Nothing is to be done, so nothing is asked. */
export function HandedOver({ client }: { readonly client: SessionClient }) {
  const view = useObservable(client.state)
  const [read, setRead] = useState(0)
  const open = openTransfer(view.story.transfer)
  const done = doneOf(view)
  const giver = open ? nameOf(view, open.fromId) : ''
  return (
    // Empty it takes no room, not even a gap.
    <div role="status" className="empty:absolute">
      {open ? (
        <Notice tone="accent">
          <bdi>{giver}</bdi> hands you over to{' '}
          {open.to.kind === 'agent' ? (
            <bdi>{open.to.name}</bdi>
          ) : (
            <>
              a colleague (<bdi>{open.to.name}</bdi>)
            </>
          )}
          . You need not do anything: stay on this page. Until then <bdi>{giver}</bdi> is here for you.
        </Notice>
      ) : null}
      {!open && done && done.seq > read ? (
        <Notice
          tone="accent"
          actions={
            <Button size="small" onClick={() => setRead(done.seq)}>
              All right
            </Button>
          }
        >
          <bdi>{done.giver}</bdi> handed you over to <bdi>{done.taker}</bdi>, who can read what was written here. You
          are asked again before <bdi>{done.taker}</bdi> sees or does anything on your computer.
        </Notice>
      ) : null}
    </div>
  )
}

/** The last time that this customer was handed over. */
function doneOf(
  view: SessionView,
): { readonly seq: number; readonly giver: string; readonly taker: string } | undefined {
  const taken = view.events.findLast(({ body }) => body.type === 'transfer.accepted')
  if (taken?.body.type !== 'transfer.accepted') return undefined
  const { transferId, participantId } = taken.body
  const offered = view.events.find(({ body }) => body.type === 'transfer.offered' && body.transferId === transferId)
  const fromId = offered?.body.type === 'transfer.offered' ? offered.body.fromId : ''
  return { seq: taken.seq, giver: nameOf(view, fromId), taker: nameOf(view, participantId) }
}

const nameOf = ({ story }: SessionView, id: string): string => story.session.participants[id]?.name ?? 'Somebody'

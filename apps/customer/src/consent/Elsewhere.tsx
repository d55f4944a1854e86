import { needsSupportManager, showsComputer } from '@deskside/protocol'
import type { OpenRequest } from '@deskside/protocol'
import { runsProgram } from '@deskside/realtime'
import type { AnswerPlace, SessionClient } from '@deskside/realtime'
import { Notice, Spinner, useObservable } from '@deskside/ui'
import { AppWindow } from 'lucide-react'
import { useGetProgram } from '../download/use-get-program.ts'

interface ElsewhereProps {
  readonly client: SessionClient
  readonly request: OpenRequest
  readonly place: Exclude<AnswerPlace, 'page'>
  /** Of the representative. */
  readonly name: string
}

/** Where a request is answered that this page cannot answer, and how to get there. */
export function Elsewhere({ client, request, place, name }: ElsewhereProps) {
  const { devices } = useObservable(client.state)
  const getProgram = useGetProgram(place === 'fetch')
  if (place === 'nowhere') {
    return (
      <Notice tone="warn">
        {showsComputer(request.capability) && needsSupportManager(request.capability) === undefined
          ? 'This browser cannot show its screen.'
          : 'This does not work on a phone or tablet.'}{' '}
        Decline, and tell <bdi>{name}</bdi> in the chat; you can also join from a computer.
      </Notice>
    )
  }
  if (place === 'fetch') {
    if (request.prepared) return getProgram?.({ name }) ?? <OneMoment />
    return (
      <p>
        You answer this in the <strong>Support Manager</strong>, a small program on your computer. Allow shows how to
        get it. Nothing is allowed until you say so there.
      </p>
    )
  }
  const here = runsProgram(devices, client.participantId)
  return (
    <Notice tone="accent" role="alert" icon={<AppWindow className="size-5" />}>
      {here
        ? 'Answer in the small Support Manager window on your computer. If you do not see it, look in the bar where your open programs are.'
        : 'The Support Manager on your computer lost its connection and comes back. Then answer in its small window.'}
    </Notice>
  )
}

function OneMoment() {
  return (
    <p role="status" className="flex items-center gap-3 text-ink-soft">
      <Spinner /> One moment…
    </p>
  )
}

import type { Grant } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { Button, useObservable } from '@deskside/ui'
import { useEffect, useRef, useState } from 'react'
import { captureWords } from './capture-words.ts'
import type { Picture } from './pictures.ts'
import { hasProgram } from './share-desk.ts'
import type { ShareDesk } from './share-desk.ts'
import { StopButton } from './StopButton.tsx'

interface SelfViewProps {
  readonly client: SessionClient
  readonly desk: ShareDesk
  readonly picture: Picture
  readonly customerName: string
}

/** What the customer sees of mine right now, small, with its Stop. */
export function SelfView({ client, desk, picture: { kind, grants, control, capture }, customerName }: SelfViewProps) {
  const { outgoing } = useObservable(client.screen.state)
  const { problems } = useObservable(desk.state)
  const [choosing, setChoosing] = useState(false)
  const { devices } = useObservable(client.state)
  const program = hasProgram(devices, client.participantId)
  const own = outgoing.find((each) => grants.some(({ id }) => id === each.grantId))
  const mine = kind === 'desktop' ? 'your desktop' : 'your application'
  const looking = grants.find((grant) => grant !== control)
  const problem = own || !looking ? undefined : problems[looking.capability]

  const choose = async ({ id, capability }: Grant): Promise<void> => {
    setChoosing(true)
    try {
      await desk.resume(id, capability)
    } finally {
      setChoosing(false)
    }
  }
  return (
    <section
      aria-label={`What ${customerName} sees of ${mine}`}
      className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-card border border-line bg-surface p-2"
    >
      {own ? <Preview stream={own.stream} /> : null}
      <div className="min-w-0 flex-1 basis-40 ps-1 text-sm wrap-anywhere">
        <p>{sentence()}</p>
        {problem && looking ? (
          <p role="alert" className="font-medium text-danger-ink">
            {captureWords(problem, looking.capability)}
          </p>
        ) : null}
      </div>
      {looking && !own && !capture && !program ? (
        <Button size="small" look="primary" busy={choosing} onClick={() => void choose(looking)}>
          Choose what to show
        </Button>
      ) : null}
      {grants.map((grant) => (
        <StopButton key={grant.id} client={client} grant={grant} />
      ))}
    </section>
  )

  function sentence(): string {
    if (capture?.streamId === null) {
      return `${customerName} sees ${mine}${control ? ' and may use it' : ''}, by your Support Manager.`
    }
    if (own) return `${customerName} sees ${mine}.`
    if (capture) return `${customerName} sees ${mine}, from another window of yours.`
    if (program) return `${customerName} is ready to look. Choose what to show in your Support Manager’s window.`
    if (!looking) return `${customerName} is ready to look, but your Support Manager is not here.`
    return `${customerName} is ready to look, but nothing is shown.`
  }
}

function Preview({ stream }: { readonly stream: MediaStream }) {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    if (video.current) video.current.srcObject = stream
  }, [stream])
  return (
    <video
      ref={video}
      autoPlay
      playsInline
      muted
      aria-hidden="true"
      className="aspect-video h-16 rounded-control bg-letterbox object-contain"
    />
  )
}

import type { SessionClient } from '@deskside/realtime'
import { Button, useObservable } from '@deskside/ui'
import { useEffect, useRef, useState } from 'react'
import { captureWords } from './capture-words.ts'
import type { Picture } from './pictures.ts'
import type { ShareDesk } from './share-desk.ts'
import { StopButton } from './StopButton.tsx'

interface SelfViewProps {
  readonly client: SessionClient
  readonly desk: ShareDesk
  readonly picture: Picture
  readonly customerName: string
}

/** What the customer sees of mine right now, small, with its Stop. */
export function SelfView({ client, desk, picture: { grant, capture }, customerName }: SelfViewProps) {
  const { outgoing } = useObservable(client.screen.state)
  const { problems } = useObservable(desk.state)
  const [choosing, setChoosing] = useState(false)
  const own = outgoing.find((each) => each.grantId === grant.id)
  const mine = grant.capability.startsWith('desktop.') ? 'your desktop' : 'your application'
  const problem = own ? undefined : problems[grant.capability]

  const choose = async (): Promise<void> => {
    setChoosing(true)
    try {
      await desk.resume(grant.id, grant.capability)
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
        {problem ? (
          <p role="alert" className="font-medium text-danger-ink">
            {captureWords(problem, grant.capability)}
          </p>
        ) : null}
      </div>
      {!own && !capture ? (
        <Button size="small" look="primary" busy={choosing} onClick={() => void choose()}>
          Choose what to show
        </Button>
      ) : null}
      <StopButton client={client} grant={grant} />
    </section>
  )

  function sentence(): string {
    if (own) return `${customerName} sees ${mine}.`
    if (capture) return `${customerName} sees ${mine}, from another window of yours.`
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

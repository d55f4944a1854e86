import { presentCustomer } from '@deskside/protocol'
import type { SessionClient } from '@deskside/realtime'
import { ScreenStage, Spinner, arriving, cx, useObservable } from '@deskside/ui'
import { MonitorSmartphone } from 'lucide-react'
import { useState } from 'react'
import { WaitingRoom } from '../invite/index.ts'
import { NothingHere } from '../platform/Page.tsx'
import { AskToSee } from './AskToSee.tsx'
import { PictureBar } from './PictureBar.tsx'
import { picturesOf, seenName } from './pictures.ts'
import type { Picture } from './pictures.ts'
import { ProgramPicture } from './ProgramPicture.tsx'
import { SelfView } from './SelfView.tsx'
import type { ShareDesk } from './share-desk.ts'

interface StageProps {
  readonly client: SessionClient
  readonly desk: ShareDesk
  /** Whether the session number may stand here, and not in a dialog above. */
  readonly numberHere: boolean
  /** Another session is about to take this one's place. */
  readonly starting: boolean
  /** Told when the customer is asked from here, so that the tab that tells how it stands can come to the front. */
  readonly onAsk: () => void
}

// What does not fit scrolls; in a very low window it scrolls with all that is around it.
const PLACE =
  'relative flex min-h-0 flex-1 overflow-y-auto [@media(height<30rem)]:flex-none [@media(height<30rem)]:overflow-visible'

/** The middle: the way in while nobody is there, then the customer's picture, and small what I show. */
export function Stage({ client, desk, numberHere, starting, onAsk }: StageProps) {
  const { story } = useObservable(client.state)
  const customer = presentCustomer(story.session)
  const { seen, shown } = picturesOf(story, client.participantId)
  const [chosen, setChosen] = useState<Picture['kind']>()
  const current = seen.find(({ kind }) => kind === chosen) ?? seen.at(-1)
  if (!customer) {
    return (
      <div className={PLACE}>
        {starting ? (
          <p role="status" className="m-auto flex items-center gap-3 p-6 text-ink-soft">
            <Spinner /> Getting a new number…
          </p>
        ) : (
          <WaitingRoom client={client} numberHere={numberHere} />
        )}
      </div>
    )
  }
  return (
    <div className={cx(PLACE, 'flex-col gap-2 p-2 lg:p-3')}>
      {current ? (
        <>
          <PictureBar client={client} pictures={seen} current={current.kind} onShow={setChosen} />
          <SeenPicture key={current.kind} client={client} picture={current} customerName={customer.name} />
        </>
      ) : (
        <div className="m-auto w-full">
          <NothingHere icon={<MonitorSmartphone className="size-7" />} title={`${customer.name} is here`}>
            Say hello in the chat, or ask to see what they see. Nothing is shown before they allow it.
            <AskToSee client={client} customerName={customer.name} onAsk={onAsk} />
          </NothingHere>
        </div>
      )}
      {shown.map((picture) => (
        <SelfView key={picture.kind} client={client} desk={desk} picture={picture} customerName={customer.name} />
      ))}
    </div>
  )
}

interface SeenPictureProps {
  readonly client: SessionClient
  readonly picture: Picture
  readonly customerName: string
}

/** One picture of the customer's, by whatever brings it now. */
function SeenPicture({ client, picture, customerName }: SeenPictureProps) {
  const { link, stream } = arriving(
    picture.grants.map(({ id }) => id),
    useObservable(client.screen.state),
  )
  const waiting = picture.capture ? 'Connecting to the picture…' : `Waiting for ${customerName} to choose what to show…`
  if (link) return <ProgramPicture client={client} picture={picture} link={link} customerName={customerName} />
  return (
    <ScreenStage
      label={seenName(picture.kind)}
      stream={stream?.stream ?? null}
      quality={stream?.quality}
      waiting={waiting}
    />
  )
}

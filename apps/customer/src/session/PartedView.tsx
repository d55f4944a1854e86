import type { CustomerStanding, Site } from '@deskside/protocol'
import { Button } from '@deskside/ui'
import type { Origin } from '../platform/address.ts'
import { Heading } from '../platform/Heading.tsx'
import { Shell } from '../platform/Shell.tsx'
import { useSurvey } from '../survey/use-survey.ts'

type Parted = Extract<CustomerStanding, { is: 'turned-away' | 'over' }>

const WORDS: Record<Parted['reason'], { readonly title: string; readonly text: string }> = {
  refused: {
    title: 'You were not let in',
    text: 'Your representative could not take you in. Check the number with them and try again.',
  },
  taken: {
    title: 'Somebody else was first',
    text: 'Your representative is already helping another person with this number. Ask them for a new one.',
  },
  left: {
    title: 'You left the session',
    text: 'Nobody sees your screen any more. To come back, ask your representative for a new number.',
  },
  ended: {
    title: 'The session has ended',
    text: 'Nobody sees your screen any more, and nothing stays on your computer. You can close this page.',
  },
  'timed-out': {
    title: 'You were away too long',
    text: 'The connection was gone for more than five minutes, so the session went on without you. Ask for a new number to come back.',
  },
}

/** For who was never told a number: they go back to the queue by a button, or to the website by themselves. */
const TEXT_OF: Record<Origin['by'], Partial<Record<Parted['reason'], string>>> = {
  queue: {
    left: 'Nobody sees your screen any more.',
    'timed-out': 'The connection was gone for more than five minutes, so the session went on without you.',
  },
  site: {
    left: 'Nobody sees your screen any more. You can close this page, and get help again on the website that you came from.',
    'timed-out':
      'The connection was gone for more than five minutes, so the session went on without you. You can get help again on the website that you came from.',
  },
}

/** After the session, or after a knock that led nowhere: what happened, and what to do now. */
export function PartedView({
  site,
  standing,
  from,
  onAgain,
}: {
  readonly site: Site
  readonly standing: Parted
  /** Who came through a queue goes back there. */
  readonly from: Origin['by'] | undefined
  readonly onAgain: () => void
}) {
  const { title, text } = WORDS[standing.reason]
  const survey = useSurvey(standing.is === 'over')
  const done = standing.reason === 'ended' || standing.reason === 'left'
  return (
    <Shell siteName={site.name} title={title}>
      <div className="flex flex-col items-start gap-4 rounded-card border border-line bg-surface p-6 shadow-card">
        <Heading>{title}</Heading>
        <p>{(from && TEXT_OF[from][standing.reason]) ?? text}</p>
        {from !== 'site' && (
          <Button look={done ? 'secondary' : 'primary'} onClick={onAgain}>
            {from === 'queue' ? 'Get help again' : 'Enter another number'}
          </Button>
        )}
      </div>
      {survey}
    </Shell>
  )
}

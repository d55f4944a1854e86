import { useWaitingMark } from '../platform/page-title.ts'
import { useLostOffers, useRinging } from './announce.ts'
import { useInbox } from './inbox.ts'
import { OfferCard } from './OfferCard.tsx'

/**
 * Whoever is offered to this agent, above whatever page is open. No modal dialog: a representative in control of a computer
 * goes on typing there, and answers when they can.
 */
export function Offers() {
  const offers = useInbox()?.offers ?? []
  const [first] = offers
  useLostOffers()
  useRinging(first !== undefined)
  useWaitingMark(offers.length)
  return (
    <>
      <p role="alert" className="sr-only">
        {first ? `Incoming request from ${first.name}, ${first.queueName}. Alt+A accepts, Alt+D declines.` : ''}
      </p>
      {first ? (
        // Marked as live, which keeps it within reach of a screen reader while a dialog is open. What ticks is not read out.
        <ul
          aria-live="off"
          aria-label="Incoming requests"
          className="fixed end-0 top-0 z-50 flex max-h-dvh w-[min(28rem,100vw)] flex-col gap-2 overflow-y-auto p-2 pb-8 pointer-events-none *:pointer-events-auto"
        >
          {offers.map((offer, index) => (
            <li key={offer.id}>
              <OfferCard offer={offer} index={index} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

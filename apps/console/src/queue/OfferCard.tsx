import type { Offer } from '@deskside/protocol'
import { Button, formatTimeLeft, useToast } from '@deskside/ui'
import { useNavigate } from '@tanstack/react-router'
import { ArrowRightLeft, Check, X } from 'lucide-react'
import { useEffect, useEffectEvent, useId, useLayoutEffect, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useLive, useServerNow } from '../platform/live.tsx'
import { isRefusal, sentenceOf } from '../platform/queries.ts'
import { formatSpan } from '../platform/times.ts'
import { useDesktopNotice } from './announce.ts'
import { NeededSkills } from './NeededSkills.tsx'
import { answerOf } from './offer-keys.ts'
import type { OfferAnswer } from './offer-keys.ts'

/** A click or a key meant for what was here a moment ago must answer nothing. */
const ARMED_AFTER_MS = 700

interface OfferCardProps {
  readonly offer: Offer
  /** Its place in the list. The first is answered by keys. */
  readonly index: number
}

/** Somebody who waits and may be taken: who, for how long, what they answered. */
export function OfferCard({ offer, index }: OfferCardProps) {
  const ids = useId()
  const armed = useArmed(index)
  const { busy, problem, answer } = useAnswer(offer)
  const card = useRef<HTMLDivElement>(null)
  const first = index === 0
  useQuietFocus(card, first)
  useOfferKeys(first, (given) => armed && !busy && answer(given))
  useDesktopNotice(offer)
  const ready = armed ? {} : { 'aria-disabled': true }
  return (
    <div
      ref={card}
      role="alertdialog"
      tabIndex={-1}
      aria-labelledby={`${ids}-title`}
      aria-describedby={offer.transfer ? `${ids}-words ${ids}-giver` : `${ids}-words`}
      className="flex flex-col gap-3 rounded-card border-2 border-accent bg-surface p-4 text-ink shadow-float -outline-offset-4"
    >
      <div>
        <h2 id={`${ids}-title`} className="text-lg font-semibold wrap-anywhere">
          Incoming request from <bdi>{offer.name}</bdi>
        </h2>
        <Facts id={`${ids}-words`} offer={offer} />
        <NeededSkills needs={offer.needs} fromOtherQueue={offer.fromOtherQueue && offer.transfer === null} />
      </div>
      <HandedOver id={`${ids}-giver`} offer={offer} />
      <Answers offer={offer} />
      <Countdown until={offer.expiresAt} />
      {problem ? (
        <p role="alert" className="font-medium text-danger-ink">
          {problem}
        </p>
      ) : null}
      <div className="flex gap-3 *:flex-1">
        <Button
          {...ready}
          icon={<X aria-hidden="true" className="size-4.5" />}
          aria-keyshortcuts="Alt+D"
          busy={busy === 'decline'}
          onClick={() => answer('decline')}
        >
          Decline {first ? <KeyHint keys="Alt+D" /> : null}
        </Button>
        <Button
          {...ready}
          look="primary"
          icon={<Check aria-hidden="true" className="size-4.5" />}
          aria-keyshortcuts="Alt+A"
          busy={busy === 'accept'}
          onClick={() => answer('accept')}
        >
          Accept {first ? <KeyHint keys="Alt+A" /> : null}
        </Button>
      </div>
    </div>
  )
}

function KeyHint({ keys }: { readonly keys: string }) {
  return (
    <kbd aria-hidden="true" className="rounded border border-current/40 px-1 font-mono text-xs max-sm:hidden">
      {keys}
    </kbd>
  )
}

function Facts({ id, offer }: { readonly id: string; readonly offer: Offer }) {
  const now = useServerNow()
  return (
    <p id={id} className="flex flex-wrap gap-x-4 text-sm text-ink-soft wrap-anywhere">
      <bdi>{offer.queueName}</bdi>
      <span>
        {offer.transfer ? 'waited' : 'waiting'}{' '}
        <span className="tabular-nums">{formatSpan(now - offer.waitingSince)}</span>
        {offer.transfer ? ' in all' : ''}
      </span>
      {offer.place ? <span>{offer.place}</span> : null}
    </p>
  )
}

/** A session that a colleague gives away: who, and what they say. */
function HandedOver({ id, offer: { transfer } }: { readonly id: string; readonly offer: Offer }) {
  if (!transfer) return null
  return (
    <div id={id} className="flex flex-col gap-1 rounded-control bg-accent-soft px-3 py-2 text-accent-ink">
      <p className="flex items-center gap-2 font-medium">
        <ArrowRightLeft aria-hidden="true" className="size-4.5 shrink-0 rtl:-scale-x-100" />
        <span className="min-w-0 wrap-anywhere">
          <bdi>{transfer.from}</bdi> hands this session over
        </span>
      </p>
      {transfer.message ? (
        <blockquote
          dir="auto"
          tabIndex={0}
          aria-label="Message"
          className="max-h-32 overflow-y-auto whitespace-pre-wrap text-ink wrap-anywhere"
        >
          {transfer.message}
        </blockquote>
      ) : null}
    </div>
  )
}

function Answers({ offer }: { readonly offer: Offer }) {
  if (offer.answers.length === 0) return null
  return (
    <section aria-label="Their answers" tabIndex={0} className="max-h-44 overflow-y-auto rounded-control">
      <dl className="flex flex-col gap-2">
        {offer.answers.map(({ label, answer }, index) => (
          <div key={index}>
            <dt dir="auto" className="text-sm text-ink-soft wrap-anywhere">
              {label}
            </dt>
            <dd dir="auto" className="whitespace-pre-wrap wrap-anywhere">
              {answer}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Countdown({ until }: { readonly until: number }) {
  const now = useServerNow()
  const [from] = useState(now)
  const left = Math.max(0, until - now)
  const share = until > from ? Math.min(1, left / (until - from)) : 0
  return (
    <div className="flex items-center gap-3 text-sm text-ink-soft">
      <div aria-hidden="true" className="h-1.5 flex-1 overflow-hidden rounded-full bg-surface-sunken">
        <div className="h-full rounded-full bg-accent" style={{ width: `${Math.round(share * 100)}%` }} />
      </div>
      <span>
        Answer within <span className="tabular-nums">{formatTimeLeft(left)}</span>
      </span>
    </div>
  )
}

/** False for a moment whenever the card comes, or moves to another place. */
function useArmed(index: number): boolean {
  const [armedAt, setArmedAt] = useState<number>()
  useEffect(() => {
    const timer = setTimeout(() => setArmedAt(index), ARMED_AFTER_MS)
    return () => {
      clearTimeout(timer)
      setArmedAt(undefined)
    }
  }, [index])
  return armedAt === index
}

/** Takes the focus where nothing has it, and never from where somebody types; gives it back when it goes. */
function useQuietFocus(card: RefObject<HTMLElement | null>, first: boolean): void {
  useLayoutEffect(() => {
    const element = card.current
    if (first && isNowhere(document.activeElement)) element?.focus({ preventScroll: true })
    return () => {
      if (!element?.contains(document.activeElement)) return
      requestAnimationFrame(() => {
        if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true })
      })
    }
  }, [card, first])
}

/** The page itself, and its main part, where no key does anything. */
function isNowhere(focused: Element | null): boolean {
  return focused === null || focused === document.body || focused.id === 'main'
}

function useOfferKeys(first: boolean, act: (answer: OfferAnswer) => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const given = answerOf(event)
    if (!given) return
    // Also while it is not armed yet: Alt+D is the address bar's in some browsers.
    event.preventDefault()
    event.stopPropagation()
    act(given)
  })
  useEffect(() => {
    if (!first) return undefined
    const listen = (event: KeyboardEvent): void => onKey(event)
    document.addEventListener('keydown', listen, { capture: true })
    return () => document.removeEventListener('keydown', listen, { capture: true })
  }, [first])
}

/** Gives an answer, once; whoever accepts goes to the session. */
function useAnswer({ id, name }: Offer) {
  const { inbox } = useLive()
  const navigate = useNavigate()
  const toast = useToast()
  const [busy, setBusy] = useState<OfferAnswer>()
  const [problem, setProblem] = useState<string>()
  const answer = async (given: OfferAnswer): Promise<void> => {
    setBusy(given)
    setProblem(undefined)
    try {
      if (given === 'decline') return await inbox.decline(id)
      const sessionId = await inbox.accept(id)
      await navigate({ to: '/console/sessions/$sessionId', params: { sessionId } })
    } catch (error) {
      setBusy(undefined)
      if (isRefusal(error, 'queue.offer-gone'))
        toast({ title: `The request from ${name} is no longer open`, description: sentenceOf(error) })
      else setProblem(sentenceOf(error))
    }
  }
  return { busy, problem, answer: (given: OfferAnswer) => void answer(given) }
}

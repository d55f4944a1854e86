import type { Mail } from '@deskside/protocol'
import { Badge, formatMoment } from '@deskside/ui'
import { Mail as Letter, Phone } from 'lucide-react'
import { useId } from 'react'
import { useServerNow } from '../platform/live.tsx'
import { mailLink, phoneLink } from './answer-links.ts'
import { MailActions } from './MailActions.tsx'

/** One message, or one wish to be called: who, when, what, how to answer, and what may be done with it. */
export function MailCard({ mail }: { readonly mail: Mail }) {
  const id = useId()
  const now = useServerNow()
  const due = mail.kind === 'call-back' && mail.state !== 'done' && mail.callAt !== null && mail.callAt <= now
  return (
    <article
      aria-labelledby={id}
      className={`flex flex-col gap-3 rounded-card border bg-surface p-5 shadow-card ${due ? 'border-2 border-accent' : 'border-line'}`}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <div className="min-w-0">
          <h2 id={id} className="text-lg font-semibold wrap-anywhere">
            {mail.kind === 'call-back' ? 'Call ' : ''}
            <bdi>{mail.name}</bdi>
          </h2>
          <p className="flex flex-wrap gap-x-4 text-sm text-ink-soft wrap-anywhere">
            <bdi>{mail.queueName}</bdi>
            <time dateTime={new Date(mail.leftAt).toISOString()}>left {formatMoment(mail.leftAt)}</time>
            {mail.place ? <span>{mail.place}</span> : null}
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {due ? <Badge strong>Due now</Badge> : null}
          <StateBadge mail={mail} />
        </div>
      </header>
      {mail.callAt === null ? null : (
        <p className="font-medium">
          Wants to be called <time dateTime={new Date(mail.callAt).toISOString()}>{formatMoment(mail.callAt)}</time>, by
          your clock.
        </p>
      )}
      {mail.text ? (
        <p dir="auto" className="whitespace-pre-wrap wrap-anywhere">
          {mail.text}
        </p>
      ) : null}
      <Answers mail={mail} />
      <AnswerLink mail={mail} />
      {mail.note ? (
        <p dir="auto" className="rounded-control bg-surface-sunken px-3 py-2 whitespace-pre-wrap wrap-anywhere">
          <span className="font-medium">What was done: </span>
          {mail.note}
        </p>
      ) : null}
      <MailActions mail={mail} />
    </article>
  )
}

function StateBadge({ mail: { state, holder } }: { readonly mail: Mail }) {
  if (state === 'new') return <Badge tone="accent">New</Badge>
  const who = holder ? <bdi className="max-w-40 truncate">{holder.name}</bdi> : 'nobody who is here'
  if (state === 'in-hand') return <Badge tone="warn">In hand: {who}</Badge>
  return <Badge tone="good">Done: {who}</Badge>
}

function Answers({ mail: { answers } }: { readonly mail: Mail }) {
  if (answers.length === 0) return null
  return (
    <dl className="flex flex-col gap-2">
      {answers.map(({ label, answer }, index) => (
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
  )
}

const LINK = 'inline-flex items-center gap-2 font-medium text-accent-ink underline underline-offset-2 wrap-anywhere'

function AnswerLink({ mail }: { readonly mail: Mail }) {
  return (
    <p className="flex flex-wrap gap-x-6 gap-y-1">
      {mail.email ? (
        <a href={mailLink(mail)} className={LINK}>
          <Letter aria-hidden="true" className="size-4.5 shrink-0" />
          <span className="sr-only">Write to </span>
          <bdi>{mail.email}</bdi>
        </a>
      ) : null}
      {mail.phone ? (
        <a href={phoneLink(mail)} className={LINK}>
          <Phone aria-hidden="true" className="size-4.5 shrink-0" />
          <span className="sr-only">Call </span>
          <bdi>{mail.phone}</bdi>
        </a>
      ) : null}
    </p>
  )
}

import { disclosureOf, readSessionNumber } from '@deskside/protocol'
import type { CustomerStanding, Site } from '@deskside/protocol'
import { ApiError, joinSession, screenCaptureSupport } from '@deskside/realtime'
import { Button, Notice, TextField } from '@deskside/ui'
import { ShieldAlert } from 'lucide-react'
import { useRef, useState } from 'react'
import type { FormEvent } from 'react'
import type { Entry } from '../platform/address.ts'
import { Heading } from '../platform/Heading.tsx'
import { Shell } from '../platform/Shell.tsx'
import { typeNumber } from './typed-number.ts'

interface JoinViewProps {
  readonly site: Site
  readonly entry: Entry
  readonly onJoined: (standing: CustomerStanding) => void
}

const HAND_OVER_GONE =
  'This link was used already or is too old. Go back to the page that you came from, and open this page from there again.'

/** One number, one name, one button. */
export function JoinView({ site, entry, onJoined }: JoinViewProps) {
  const [token, setToken] = useState(entry.by === 'link' ? entry.token : undefined)
  const [number, setNumber] = useState('')
  const [name, setName] = useState('')
  const [errors, setErrors] = useState<{ number?: string; name?: string; form?: string }>(
    entry.by === 'hand-over' ? { form: HAND_OVER_GONE } : {},
  )
  const [busy, setBusy] = useState<'joining' | 'proving'>()
  const numberField = useRef<HTMLInputElement>(null)
  const nameField = useRef<HTMLInputElement>(null)

  const fail = (found: typeof errors): void => {
    setErrors(found)
    if (found.number) numberField.current?.focus()
    else if (found.name) nameField.current?.focus()
  }
  const join = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    const reading = token === undefined ? readSessionNumber(number) : undefined
    const found = {
      ...(reading && !reading.ok ? { number: reading.message } : {}),
      ...(name.trim() === '' ? { name: 'Write your name, so that your representative knows who you are.' } : {}),
    }
    if (Object.keys(found).length > 0) return fail(found)
    setErrors({})
    setBusy('joining')
    try {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
      const way = reading?.ok ? { number: reading.digits } : { token }
      onJoined(
        await joinSession({ ...way, name: name.trim(), ...(timeZone ? { timeZone } : {}) }, () => setBusy('proving')),
      )
    } catch (error) {
      fail(wordsFor(error, token !== undefined))
      if (error instanceof ApiError && error.code === 'invite.not-valid') setToken(undefined)
    } finally {
      setBusy(undefined)
    }
  }

  return (
    <Shell siteName={site.name} title="Get help">
      <Heading first>Get help</Heading>
      {errors.form ? (
        <Notice tone="warn" role="alert">
          {errors.form}
        </Notice>
      ) : null}
      <form
        noValidate
        onSubmit={(event) => void join(event)}
        className="flex flex-col gap-5 rounded-card border border-line bg-surface p-5 shadow-card"
      >
        {token === undefined ? (
          <TextField
            ref={numberField}
            label="Support session number"
            hint="The nine digits that your representative tells you."
            inputMode="numeric"
            autoComplete="off"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page's one question: who is on the phone types at once
            autoFocus
            dir="ltr"
            value={number}
            error={errors.number}
            onChange={(event) => typeNumber(event.currentTarget, setNumber)}
            className="text-center text-2xl font-semibold tracking-wide tabular-nums"
          />
        ) : (
          <p>Your link is ready. Tell us your name, and your representative lets you in.</p>
        )}
        <TextField
          ref={nameField}
          label="Your name"
          autoComplete="name"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- as above: by link the name is the only question
          autoFocus={token !== undefined}
          maxLength={80}
          value={name}
          error={errors.name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" look="primary" size="large" busy={busy !== undefined}>
          Join
        </Button>
        <p role="status" className="min-h-6 text-center text-sm text-ink-soft empty:hidden">
          {busy === 'proving' ? 'One moment. Your browser shows that you are not a robot…' : ''}
        </p>
      </form>
      <p className="flex gap-3 text-sm text-ink-soft">
        <ShieldAlert aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
        <span>
          We never call you first, and we never ask you to open your bank. If somebody you did not call sent you here,
          close this page.
        </span>
      </p>
      <Disclosure monitoring={site.monitoring} />
      <PhoneNote />
    </Shell>
  )
}

/** Before anybody comes in: that somebody may look on later without being named (monitor R4). */
function Disclosure({ monitoring }: { readonly monitoring: Site['monitoring'] }) {
  const words = disclosureOf(monitoring)
  return words === null ? null : <p className="text-sm text-ink-soft wrap-anywhere">{words}</p>
}

/** Phones are told at once what they can and cannot do. */
function PhoneNote() {
  const { supported, phone } = screenCaptureSupport()
  if (supported) return null
  return (
    <Notice>
      {phone
        ? 'On a phone or tablet you can chat and look at what your representative shows. To show your own screen, join from a computer.'
        : 'In this browser you can chat and look at what your representative shows. To show your own screen, use a current Chrome, Edge, Firefox or Safari.'}
    </Notice>
  )
}

function wordsFor(error: unknown, byLink: boolean): { number?: string; name?: string; form?: string } {
  if (!(error instanceof ApiError)) return { form: 'Something went wrong. Try again.' }
  if (error.code === 'invite.not-valid') {
    if (byLink)
      return { form: 'This link was used already or has ended. Ask your representative for a number or a new link.' }
    return { number: error.message }
  }
  const fields = error.fields ?? []
  const of = (path: string) => fields.find((field) => field.path === path)?.message
  const [number, name] = [of('number'), of('name')]
  if (number || name) return { ...(number ? { number } : {}), ...(name ? { name } : {}) }
  return { form: error.message }
}

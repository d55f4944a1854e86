import { MESSAGE_MOST } from '@deskside/protocol'
import type { LeaveInMailbox, MailSlot } from '@deskside/protocol'
import { ApiError, leaveInMailbox } from '@deskside/realtime'
import { Button, Notice, TextAreaField, TextField } from '@deskside/ui'
import { useRef, useState } from 'react'
import type { FormEvent, ReactNode } from 'react'
import { AskedField } from '../queue/AskedField.tsx'
import { byPath } from '../queue/entry-draft.ts'
import type { EntryDraft, Problems } from '../queue/entry-draft.ts'
import { AnswerByFields } from './AnswerByFields.tsx'
import { CallTimeFields } from './CallTimeFields.tsx'
import { leftBodyOf, newLeftDraft, problemsInLeft } from './left-draft.ts'
import type { LeftKind } from './left-draft.ts'

interface LeaveFormProps {
  readonly slug: string
  readonly slot: MailSlot
  readonly kind: LeftKind
  /** Name and answers, which the entry form asks, too. */
  readonly entry: EntryDraft
  readonly onEntry: (entry: EntryDraft) => void
  /** It is stored: what somebody reads then. */
  readonly onLeft: (body: LeaveInMailbox) => void
  /** Another way out than sending. */
  readonly cancel?: ReactNode
}

/** A message for the queue's agents, or where and when to be called. */
export function LeaveForm({ slug, slot, kind, entry, onEntry, onLeft, cancel }: LeaveFormProps) {
  const [draft, setDraft] = useState(newLeftDraft)
  const { element, problems, failure, busy, send } = useSending({ slug, slot, kind })
  const edit = (change: Partial<typeof draft>): void => setDraft((before) => ({ ...before, ...change }))
  const isMessage = kind === 'message'

  const submit = (event: FormEvent): void => {
    event.preventDefault()
    void send(leftBodyOf(kind, draft, { entry, form: slot.form }), onLeft)
  }
  return (
    <form ref={element} noValidate onSubmit={submit} className="flex flex-col gap-5">
      <TextField
        label="Your name"
        mark="required"
        required
        name="name"
        autoComplete="name"
        maxLength={80}
        value={entry.name}
        error={problems['name']}
        onChange={(event) => onEntry({ ...entry, name: event.target.value })}
      />
      {isMessage
        ? slot.form.map((field) => (
            <AskedField
              key={field.id}
              field={field}
              path={`answers.${field.id}`}
              value={entry.answers[field.id] ?? ''}
              error={problems[`answers.${field.id}`]}
              onChange={(answer) => onEntry({ ...entry, answers: { ...entry.answers, [field.id]: answer } })}
            />
          ))
        : null}
      {isMessage ? null : (
        <>
          <TextField
            label="Your telephone number"
            mark="required"
            required
            name="phone"
            type="tel"
            autoComplete="tel"
            maxLength={40}
            value={draft.phone}
            error={problems['phone']}
            onChange={(event) => edit({ phone: event.target.value })}
          />
          <CallTimeFields
            openings={slot.callBack?.openings ?? []}
            value={draft.callAt}
            error={problems['callAt']}
            onChange={(callAt) => edit({ callAt })}
          />
        </>
      )}
      <TextAreaField
        label={isMessage ? 'Your message' : 'What is it about?'}
        mark={isMessage ? 'required' : undefined}
        required={isMessage}
        name="text"
        maxLength={MESSAGE_MOST}
        value={draft.text}
        error={problems['text']}
        onChange={(event) => edit({ text: event.target.value })}
      />
      {isMessage ? <AnswerByFields draft={draft} edit={edit} problem={problems['address']} /> : null}
      {failure ? (
        <Notice tone="warn" role="alert">
          {failure}
        </Notice>
      ) : null}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="primary" size="large" busy={busy}>
          {isMessage ? 'Send message' : 'Ask to be called'}
        </Button>
        {cancel}
      </div>
    </form>
  )
}

/** Sends once nothing is wrong; the first field with something wrong gets the focus. */
function useSending({ slug, slot, kind }: Pick<LeaveFormProps, 'slug' | 'slot' | 'kind'>) {
  const [told, setTold] = useState<{ readonly of: LeftKind; readonly problems: Problems }>()
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const element = useRef<HTMLFormElement>(null)
  const show = (found: Problems): boolean => {
    setTold({ of: kind, problems: found })
    const first = [...(element.current?.elements ?? [])].find((e) => (e.getAttribute('name') ?? '') in found)
    if (first instanceof HTMLElement) first.focus()
    return first !== undefined
  }
  const send = async (body: LeaveInMailbox, onLeft: (body: LeaveInMailbox) => void): Promise<void> => {
    if (busy) return
    const found = problemsInLeft(body, slot.form)
    setFailure(undefined)
    show(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      await leaveInMailbox(slug, body)
      onLeft(body)
    } catch (error) {
      const fields = byPath(error instanceof ApiError ? (error.fields ?? []) : [])
      if (!show(fields)) setFailure(error instanceof ApiError ? error.message : 'Something went wrong. Try again.')
    } finally {
      setBusy(false)
    }
  }
  // What was wrong with a message says nothing about a call.
  const problems = told?.of === kind ? told.problems : {}
  return { element, problems, failure, busy, send }
}

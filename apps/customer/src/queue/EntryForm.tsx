import type { FormField } from '@deskside/protocol'
import { ApiError } from '@deskside/realtime'
import type { PlaceClient } from '@deskside/realtime'
import { Button, Notice, TextField } from '@deskside/ui'
import { useRef, useState } from 'react'
import type { FormEvent } from 'react'
import { AskedField } from './AskedField.tsx'
import { bodyOf, byPath, problemsIn } from './entry-draft.ts'
import type { EntryDraft, Problems } from './entry-draft.ts'

interface EntryFormProps {
  readonly form: readonly FormField[]
  readonly client: PlaceClient
  readonly draft: EntryDraft
  readonly onDraft: (draft: EntryDraft) => void
}

/** The visitor's name, what the queue's administrator asks, and one button. */
export function EntryForm({ form, client, draft, onDraft }: EntryFormProps) {
  const [problems, setProblems] = useState<Problems>({})
  const [failure, setFailure] = useState<string>()
  const [busy, setBusy] = useState(false)
  const element = useRef<HTMLFormElement>(null)
  const paths = ['name', ...form.map(({ id }) => `answers.${id}`)]

  const show = (found: Problems): void => {
    setProblems(found)
    const first = element.current?.elements.namedItem(paths.find((path) => path in found) ?? '')
    if (first instanceof HTMLElement) first.focus()
  }
  const enter = async (event: FormEvent): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const body = bodyOf(form, draft)
    const found = problemsIn(form, body)
    setFailure(undefined)
    show(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      await client.enter(body)
    } catch (error) {
      const told = byPath(error instanceof ApiError ? (error.fields ?? []) : [])
      if (paths.some((path) => path in told)) show(told)
      else setFailure(error instanceof ApiError ? error.message : 'Something went wrong. Try again.')
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      ref={element}
      noValidate
      onSubmit={(event) => void enter(event)}
      className="flex flex-col gap-5 rounded-card border border-line bg-surface p-5 shadow-card"
    >
      <TextField
        label="Your name"
        mark="required"
        required
        name="name"
        autoComplete="name"
        maxLength={80}
        value={draft.name}
        error={problems['name']}
        onChange={(event) => onDraft({ ...draft, name: event.target.value })}
      />
      {form.map((field) => (
        <AskedField
          key={field.id}
          field={field}
          path={`answers.${field.id}`}
          value={draft.answers[field.id] ?? ''}
          error={problems[`answers.${field.id}`]}
          onChange={(answer) => onDraft({ ...draft, answers: { ...draft.answers, [field.id]: answer } })}
        />
      ))}
      {failure ? (
        <Notice tone="warn" role="alert">
          {failure}
        </Notice>
      ) : null}
      <Button type="submit" look="primary" size="large" busy={busy}>
        Get help
      </Button>
    </form>
  )
}

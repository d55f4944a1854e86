import { ApiError } from '@deskside/realtime'
import { useEffect, useRef, useState } from 'react'
import type { FormEvent, SubmitEvent } from 'react'
import type { ZodType } from 'zod'
import { sentenceOf } from './queries.ts'

/** What is wrong with a form: with single fields by name, and with the whole. */
export interface Problems {
  readonly fields: Readonly<Record<string, string>>
  readonly whole: string | undefined
}
const NONE: Problems = { fields: {}, whole: undefined }

interface FormPlan<T> {
  readonly schema: ZodType<T>
  /** What the fields hold; by default all that the form has. */
  readonly read?: (data: FormData) => unknown
  readonly send: (values: T) => Promise<void>
}

/**
 * A form that is checked in place by the same schema as on the server, then sent. The first wrong field gets the focus.
 */
export function useForm<T>({ schema, read = (data) => Object.fromEntries(data), send }: FormPlan<T>) {
  const [problems, setProblems] = useState(NONE)
  const [busy, setBusy] = useState(false)

  const submit = async (event: SubmitEvent<HTMLFormElement> | FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault()
    if (busy) return
    const form = event.currentTarget
    const parsed = schema.safeParse(read(new FormData(form)))
    if (!parsed.success) {
      const fields = Object.fromEntries(
        parsed.error.issues.toReversed().map((issue) => [issue.path.join('.'), issue.message]),
      )
      return show(form, { fields, whole: undefined })
    }
    setProblems(NONE)
    setBusy(true)
    try {
      await send(parsed.data)
    } catch (error) {
      show(form, problemsOf(error))
    } finally {
      setBusy(false)
    }
  }

  const show = (form: HTMLFormElement, found: Problems): void => {
    setProblems(found)
    // A field of several lines has its problem at one of them: "origins.2".
    const isWrong = (name: string | null): boolean =>
      Boolean(name) && Object.keys(found.fields).some((path) => path === name || path.startsWith(`${name}.`))
    const first = [...form.elements].find((element) => isWrong(element.getAttribute('name')))
    if (first instanceof HTMLElement) first.focus()
  }
  return {
    problems,
    busy,
    onSubmit: (event: SubmitEvent<HTMLFormElement> | FormEvent<HTMLFormElement>) => void submit(event),
  }
}

/** For the field where a page's one task begins: it has the focus when the page opens. */
export function useFirstField() {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return field
}

function problemsOf(error: unknown): Problems {
  if (error instanceof ApiError && error.fields && error.fields.length > 0) {
    return { fields: Object.fromEntries(error.fields.map(({ path, message }) => [path, message])), whole: undefined }
  }
  if (error instanceof ApiError) return { fields: {}, whole: error.message }
  console.error('A form could not be sent', error)
  return { fields: {}, whole: sentenceOf(error) }
}

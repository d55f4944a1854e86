import { useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { daysNow, readQuestion, writeQuestion } from './question.ts'
import type { Days, Question } from './question.ts'

const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

export interface Asking {
  readonly question: Question
  /** The days that are meant now. */
  readonly days: Days
  /** Asks otherwise: the address changes, and with it the report. */
  readonly ask: (change: Partial<Question>) => void
}

export function useQuestion(): Asking {
  const search = useSearch({ strict: false }) as Readonly<Record<string, unknown>>
  const navigate = useNavigate()
  const [openedAt] = useState(() => Date.now())
  const question = useMemo(() => readQuestion(search, ownZone()), [search])
  return {
    question,
    days: daysNow(question, openedAt),
    ask(change) {
      void navigate({ to: '.', search: writeQuestion({ ...question, ...change }) as never, replace: true })
    },
  }
}

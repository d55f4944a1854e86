import { createContext, useContext } from 'react'
import type { ReactNode } from 'react'
import { QUEUE_PARTS } from './queue-parts.ts'
import type { QueuePart } from './queue-parts.ts'

/** The beginning of the ids of one form's parts. */
export const QueueFormId = createContext('')

export const partId = (formId: string, part: QueuePart): string => `${formId}-${part}`

/** A part of a queue's form: a group with its name, to which the list of parts leads. */
export function QueueSection({ part, children }: { readonly part: QueuePart; readonly children: ReactNode }) {
  const formId = useContext(QueueFormId)
  const title = QUEUE_PARTS.find(({ id }) => id === part)?.title
  return (
    <fieldset className="flex min-w-0 flex-col gap-3">
      <legend id={partId(formId, part)} tabIndex={-1} className="mb-2 scroll-mt-4 rounded text-lg font-semibold">
        {title}
      </legend>
      {children}
    </fieldset>
  )
}

import { Badge } from '@deskside/ui'
import { QUEUE_PARTS, problemsByPart } from './queue-parts.ts'
import { partId } from './QueueSection.tsx'

interface QueuePartsListProps {
  readonly formId: string
  readonly problems: Readonly<Record<string, string>>
}

/** Beside a queue's form: what it holds, where something is not right yet, and a way to each. */
export function QueuePartsList({ formId, problems }: QueuePartsListProps) {
  const wrong = problemsByPart(problems)
  const go = (id: (typeof QUEUE_PARTS)[number]['id']): void => {
    const heading = document.getElementById(partId(formId, id))
    heading?.focus({ preventScroll: true })
    heading?.scrollIntoView({ block: 'start' })
  }
  return (
    <nav aria-label="Parts of this queue" className="md:sticky md:top-0 md:self-start">
      <ul className="flex flex-wrap gap-x-1 md:flex-col">
        {QUEUE_PARTS.map(({ id, title }) => {
          const count = wrong.get(id)
          return (
            <li key={id}>
              <button
                type="button"
                onClick={() => go(id)}
                className="flex min-h-8 w-full items-center justify-between gap-2 rounded-control px-2 py-1 text-start text-sm text-ink-soft hover:bg-surface-hover hover:text-ink"
              >
                {title}
                {count === undefined ? null : (
                  <Badge tone="danger">
                    {count}
                    <span className="sr-only"> to mend</span>
                  </Badge>
                )}
              </button>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}

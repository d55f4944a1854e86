import { IconButton, Button } from '@deskside/ui'
import { Plus, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import { newOpening, problemAt } from './draft.ts'
import type { DraftOpening } from './draft.ts'

interface OpeningsProps {
  /** Whose hours these are, for names: "Monday". */
  readonly of: string
  /** Where they stand in the settings: "hours.week.0". */
  readonly path: string
  readonly openings: readonly DraftOpening[]
  readonly problems: Readonly<Record<string, string>>
  readonly onChange: (openings: readonly DraftOpening[]) => void
}

/** The hours of one day; none is closed. */
export function Openings({ of, path, openings, problems, onChange }: OpeningsProps) {
  const add = useRef<HTMLButtonElement>(null)
  const change = (index: number, part: Partial<DraftOpening>): void =>
    onChange(openings.map((opening, at) => (at === index ? { ...opening, ...part } : opening)))
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-start gap-x-4 gap-y-2">
      {openings.length === 0 ? <span className="py-1.5 text-ink-soft">Closed</span> : null}
      {openings.map((opening, index) => {
        const at = `${path}.${index}`
        const problem = problemAt(problems, at)
        const time = (edge: 'from' | 'to') => (
          <input
            type="time"
            name={edge === 'from' && !problems[`${at}.from`] ? at : `${at}.${edge}`}
            aria-label={`${of}, ${edge === 'from' ? 'opens' : 'closes'}`}
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? `${at}-error` : undefined}
            value={opening[edge]}
            onChange={(event) => change(index, { [edge]: event.target.value })}
            className="min-h-9 rounded-control border border-line-strong bg-surface px-2 py-1 text-ink aria-invalid:border-2 aria-invalid:border-danger-ink"
          />
        )
        return (
          <div key={opening.key}>
            <span className="flex items-center gap-1.5">
              {time('from')}
              <span aria-hidden="true">–</span>
              {time('to')}
              <IconButton
                size="small"
                label={`Remove the hours ${opening.from} to ${opening.to} of ${of}`}
                icon={<Trash2 className="size-4" />}
                onClick={() => {
                  add.current?.focus()
                  onChange(openings.toSpliced(index, 1))
                }}
              />
            </span>
            {problem ? (
              <p id={`${at}-error`} className="text-sm font-medium text-danger-ink">
                {problem}
              </p>
            ) : null}
          </div>
        )
      })}
      {openings.length < 6 ? (
        <Button
          ref={add}
          size="small"
          look="quiet"
          icon={<Plus aria-hidden="true" className="size-4" />}
          aria-label={`Add hours on ${of}`}
          onClick={() => onChange([...openings, newOpening(openings)])}
        >
          Add hours
        </Button>
      ) : null}
    </div>
  )
}

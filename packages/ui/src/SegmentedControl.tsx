import { cx } from './class-names.ts'
import { Tooltip } from './Tooltip.tsx'

interface Segment<V extends string> {
  readonly value: V
  /** What stands on it. */
  readonly text: string
  /** The accessible name, where it says more; begins with the text. */
  readonly label: string
}

interface SegmentedControlProps<V extends string> {
  /** What is chosen here, for screen readers. */
  readonly label: string
  readonly value: V
  readonly onChange: (value: V) => void
  readonly segments: readonly Segment<V>[]
}

/** Two or three ways of one thing side by side, of which exactly one is on. */
export function SegmentedControl<V extends string>({ label, value, onChange, segments }: SegmentedControlProps<V>) {
  return (
    <div role="group" aria-label={label} className="inline-flex rounded-control border border-line-strong">
      {segments.map((segment, index) => (
        <Tooltip key={segment.value} text={segment.label}>
          <button
            type="button"
            aria-label={segment.label}
            aria-pressed={segment.value === value}
            onClick={() => onChange(segment.value)}
            className={cx(
              'min-h-7.5 px-3 text-sm font-medium whitespace-nowrap text-ink-soft select-none hover:bg-surface-hover hover:text-ink',
              'first:rounded-s-[calc(var(--radius-control)-1px)] last:rounded-e-[calc(var(--radius-control)-1px)]',
              'aria-pressed:bg-accent-soft aria-pressed:font-semibold aria-pressed:text-accent-ink',
              // Where the system decides the colours, what is on stands in those of a selection.
              'forced-colors:aria-pressed:bg-[Highlight] forced-colors:aria-pressed:text-[HighlightText] forced-colors:aria-pressed:forced-color-adjust-none',
              index > 0 && 'border-s border-line-strong',
            )}
          >
            {segment.text}
          </button>
        </Tooltip>
      ))}
    </div>
  )
}

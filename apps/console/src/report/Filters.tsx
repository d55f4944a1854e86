import type { IntervalLength } from '@deskside/protocol'
import { Button, Checkbox, Popover, SelectField, TextField } from '@deskside/ui'
import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import type { ReactNode } from 'react'
import { useQueues } from '../queue/index.ts'
import { PRESETS, holds, intervalOf } from './question.ts'
import type { Preset } from './question.ts'
import { INTERVAL_WORDS, PRESET_WORDS } from './report-words.ts'
import type { Asking } from './use-question.ts'

interface FiltersProps extends Asking {
  /** Which intervals may be chosen; none without them. */
  readonly intervals?: readonly IntervalLength[]
  /** Managers choose queues. */
  readonly withQueues?: boolean
  readonly children?: ReactNode
}

/** What a report is of: days, time zone, intervals, queues. */
export function Filters({ intervals, withQueues = true, children, ...asking }: FiltersProps) {
  const { question, days, ask } = asking
  return (
    <section
      aria-label="What the report is of"
      className="flex flex-wrap items-end gap-x-4 gap-y-3 rounded-card border border-line bg-surface p-4 shadow-card print:hidden"
    >
      <PeriodFields {...asking} />
      <ZoneField {...asking} />
      {intervals ? (
        <SelectField
          label="Interval"
          value={intervalOf(question, days)}
          onChange={(event) => ask({ interval: event.target.value as IntervalLength })}
        >
          {intervals.map((length) => (
            <option key={length} value={length} disabled={!holds(days, length)}>
              {INTERVAL_WORDS[length]}
            </option>
          ))}
        </SelectField>
      ) : null}
      {withQueues ? <QueuesField {...asking} /> : null}
      {children}
    </section>
  )
}

function PeriodFields({ question, days, ask }: Asking) {
  const { from, to } = days
  const choose = (part: { from?: string; to?: string }): void => {
    const chosen = { from, to, ...part }
    // A field that is being typed in says nothing for a while; the other end moves along.
    if (chosen.from === '' || chosen.to === '') return
    if (chosen.from > chosen.to)
      Object.assign(chosen, part.from === undefined ? { from: chosen.to } : { to: chosen.from })
    ask({ days: { is: 'chosen', ...chosen } })
  }
  return (
    <>
      <SelectField
        label="Period"
        value={question.days.is}
        onChange={({ target: { value } }) =>
          ask({ days: value === 'chosen' ? { is: 'chosen', from, to } : { is: value as Preset } })
        }
      >
        {PRESETS.map((preset) => (
          <option key={preset} value={preset}>
            {PRESET_WORDS[preset]}
          </option>
        ))}
        <option value="chosen">Chosen days</option>
      </SelectField>
      <TextField label="From" type="date" value={from} onChange={(event) => choose({ from: event.target.value })} />
      <TextField label="To" type="date" value={to} onChange={(event) => choose({ to: event.target.value })} />
    </>
  )
}

function ZoneField({ question, ask }: Asking) {
  const known = Intl.supportedValuesOf('timeZone')
  const zones = known.includes(question.zone) ? known : [question.zone, ...known]
  return (
    <SelectField
      label="Time zone"
      value={question.zone}
      onChange={(event) => ask({ zone: event.target.value })}
      fieldClassName="max-w-52"
    >
      {zones.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </SelectField>
  )
}

function QueuesField({ question: { queueIds }, ask }: Asking) {
  const { data: queues = [] } = useQueues()
  const labelId = useId()
  const names = queues.filter(({ id }) => queueIds.includes(id)).map(({ name }) => name)
  const words = queueIds.length === 0 ? 'All queues' : names.length === 1 ? names[0] : `${queueIds.length} queues`
  const toggle = (id: string, on: boolean): void =>
    ask({ queueIds: on ? [...queueIds, id] : queueIds.filter((other) => other !== id) })
  return (
    <div className="flex flex-col gap-1.5">
      <span id={labelId} className="font-medium">
        Queues
      </span>
      <Popover
        title="Queues"
        trigger={
          <Button aria-label={`Queues: ${words ?? ''}`} className="min-h-11 min-w-40 justify-between! font-normal!">
            <bdi className="max-w-44 truncate">{words}</bdi>
            <ChevronDown aria-hidden="true" className="size-4" />
          </Button>
        }
      >
        {queues.length === 0 ? <p className="text-ink-soft">There are no queues.</p> : null}
        <ul className="flex max-h-72 flex-col gap-1 overflow-y-auto">
          {queues.map(({ id, name }) => (
            <li key={id}>
              <Checkbox
                label={<bdi>{name}</bdi>}
                checked={queueIds.includes(id)}
                onChange={(event) => toggle(id, event.target.checked)}
              />
            </li>
          ))}
        </ul>
        {queueIds.length > 0 ? (
          <Button size="small" onClick={() => ask({ queueIds: [] })}>
            All queues
          </Button>
        ) : null}
      </Popover>
    </div>
  )
}

import { Button, IconButton, SelectField, TextField } from '@deskside/ui'
import { CalendarPlus, Trash2 } from 'lucide-react'
import { useMemo, useRef } from 'react'
import type { DraftEditing } from './draft-editing.ts'
import { newHoliday } from './draft.ts'
import type { DraftHoliday } from './draft.ts'
import { Openings } from './Openings.tsx'
import { DAYS } from './queue-words.ts'
import { QueueSection } from './QueueSection.tsx'

/** When a queue is open: its time zone, a row for each weekday, and days on which other hours hold. */
export function HoursFields({ draft, edit, problems }: DraftEditing) {
  const zones = useMemo(() => zonesWith(draft.timeZone), [draft.timeZone])
  return (
    <QueueSection part="hours">
      <SelectField
        label="Time zone"
        name="hours.timeZone"
        value={draft.timeZone}
        onChange={(event) => edit({ timeZone: event.target.value })}
        error={problems['hours.timeZone']}
      >
        {zones.map((zone) => (
          <option key={zone} value={zone}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </SelectField>
      <ul aria-label="Week" className="divide-y divide-line rounded-control border border-line px-3">
        {DAYS.map((day, index) => (
          <li key={day} className="flex flex-wrap items-start gap-x-4 gap-y-1 py-1.5">
            <span className="w-24 py-1.5 font-medium">{day}</span>
            <Openings
              of={day}
              path={`hours.week.${index}`}
              openings={draft.week[index] ?? []}
              problems={problems}
              onChange={(openings) => edit({ week: draft.week.with(index, openings) })}
            />
          </li>
        ))}
      </ul>
      <p className="text-sm text-ink-soft">00:00 as the end is midnight. Whoever waits already keeps their place.</p>
      <Holidays draft={draft} edit={edit} problems={problems} />
    </QueueSection>
  )
}

function Holidays({ draft, edit, problems }: DraftEditing) {
  const { holidays } = draft
  const add = useRef<HTMLButtonElement>(null)
  const change = (index: number, part: Partial<DraftHoliday>): void =>
    edit({ holidays: holidays.map((holiday, at) => (at === index ? { ...holiday, ...part } : holiday)) })
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium">Holidays</h3>
      <p className="text-sm text-ink-soft">Dates with other hours, or none: the week does not count then.</p>
      <ul className="flex flex-col gap-2">
        {holidays.map((holiday, index) => {
          const path = `hours.holidays.${index}`
          const name = holiday.name || holiday.date || `holiday ${index + 1}`
          return (
            <li key={holiday.key} className="flex flex-wrap items-start gap-3 rounded-control border border-line p-3">
              <TextField
                label="Date"
                type="date"
                name={`${path}.date`}
                value={holiday.date}
                onChange={(event) => change(index, { date: event.target.value })}
                error={problems[`${path}.date`]}
              />
              <TextField
                label="Name"
                name={`${path}.name`}
                value={holiday.name}
                maxLength={60}
                onChange={(event) => change(index, { name: event.target.value })}
                error={problems[`${path}.name`]}
                fieldClassName="min-w-40 flex-1"
              />
              <IconButton
                className="mt-8"
                label={`Remove ${name}`}
                icon={<Trash2 className="size-4.5" />}
                onClick={() => {
                  add.current?.focus()
                  edit({ holidays: holidays.toSpliced(index, 1) })
                }}
              />
              <div className="basis-full">
                <Openings
                  of={name}
                  path={`${path}.openings`}
                  openings={holiday.openings}
                  problems={problems}
                  onChange={(openings) => change(index, { openings })}
                />
              </div>
            </li>
          )
        })}
      </ul>
      <div>
        <Button
          ref={add}
          size="small"
          icon={<CalendarPlus aria-hidden="true" className="size-4" />}
          onClick={() => edit({ holidays: [...holidays, newHoliday('')] })}
        >
          Add a holiday
        </Button>
      </div>
    </div>
  )
}

/** The time zones that this browser knows, and the one that is set, which it may not. */
function zonesWith(current: string): string[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', current])
  return [...names].sort()
}

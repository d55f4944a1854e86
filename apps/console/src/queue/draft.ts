import { servingSchema, visitingSchema } from '@deskside/protocol'
import type { FormField, Opening, Queue, QueueSettings } from '@deskside/protocol'
import { draftServingOf, draftVisitingOf, linesOf, servingOf, visitingOf } from './draft-service.ts'
import type { DraftServing, DraftVisiting } from './draft-service.ts'

/** Opening hours as fields hold them: "09:00"; midnight as the end is "00:00"; empty while it is being typed. */
export interface DraftOpening {
  readonly key: string
  readonly from: string
  readonly to: string
}
export interface DraftHoliday {
  readonly key: string
  readonly date: string
  readonly name: string
  readonly openings: readonly DraftOpening[]
}
/** A question of the entry form, its options as lines of one text. */
export type DraftField = Omit<FormField, 'options'> & { readonly options: string }

/** A queue's settings while somebody edits them. */
export type Draft = Omit<QueueSettings, 'hours' | 'form' | 'acceptSeconds' | 'serving' | 'visiting'> & {
  readonly timeZone: string
  readonly week: readonly (readonly DraftOpening[])[]
  readonly holidays: readonly DraftHoliday[]
  readonly form: readonly DraftField[]
  readonly acceptSeconds: string
  readonly serving: DraftServing
  readonly visiting: DraftVisiting
}

/** Working days from nine to five, in the zone of whoever makes it. */
export function newDraft(timeZone: string): Draft {
  return {
    slug: '',
    name: '',
    description: '',
    timeZone,
    week: Array.from({ length: 7 }, (_, day) => (day < 5 ? [newOpening([])] : [])),
    holidays: [],
    form: [],
    distribution: 'everybody',
    priority: 5,
    acceptSeconds: '30',
    agentIds: [],
    serving: draftServingOf(servingSchema.parse({})),
    visiting: draftVisitingOf(visitingSchema.parse({})),
  }
}

export function draftOf(queue: Queue): Draft {
  const { hours, form, acceptSeconds } = queue
  return {
    slug: queue.slug,
    name: queue.name,
    description: queue.description,
    distribution: queue.distribution,
    priority: queue.priority,
    agentIds: queue.agentIds,
    serving: draftServingOf(queue.serving),
    visiting: draftVisitingOf(queue.visiting),
    timeZone: hours.timeZone,
    week: hours.week.map(asDraft),
    holidays: hours.holidays.map(({ date, name, openings }) => ({
      key: newKey(),
      date,
      name,
      openings: asDraft(openings),
    })),
    form: form.map((field) => ({ ...field, options: field.options.join('\n') })),
    acceptSeconds: String(acceptSeconds),
  }
}

/** What is sent; `queueSettingsSchema` says what is wrong with it, by the paths that the fields are named after. */
export function settingsOf(draft: Draft): QueueSettings {
  const { timeZone, week, holidays, form, acceptSeconds, serving, visiting, ...same } = draft
  return {
    ...same,
    serving: servingOf(serving),
    visiting: visitingOf(visiting),
    agentIds: [...same.agentIds],
    acceptSeconds: acceptSeconds.trim() === '' ? Number.NaN : Number(acceptSeconds),
    form: form.map((field) => ({ ...field, options: field.kind === 'choice' ? linesOf(field.options) : [] })),
    hours: {
      timeZone,
      week: week.map(asOpenings),
      holidays: holidays.map(({ date, name, openings }) => ({ date, name, openings: asOpenings(openings) })),
    },
  }
}

/** The sentence for a field or for anything inside it. */
export function problemAt(problems: Readonly<Record<string, string>>, path: string): string | undefined {
  return problems[path] ?? Object.entries(problems).find(([at]) => at.startsWith(`${path}.`))?.[1]
}

/** An address made of a name: "Billing & Taxes" becomes "billing-taxes". */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '')
}

/** The next hours of a day: nine to five, or what comes after the last. */
export function newOpening(before: readonly DraftOpening[]): DraftOpening {
  const last = before.at(-1)
  if (!last) return { key: newKey(), from: '09:00', to: '17:00' }
  const end = minutesOf(last.to)
  // After one that ends at midnight, or not yet at all, nothing comes: the afternoon is a guess.
  const from = end > 0 ? Math.min(end + 60, 1380) : 780
  return { key: newKey(), from: clockOf(from), to: '00:00' }
}

export function newField(): DraftField {
  return { id: crypto.randomUUID(), label: '', kind: 'text', required: false, options: '' }
}

export function newHoliday(date: string): DraftHoliday {
  return { key: newKey(), date, name: '', openings: [] }
}

/** A list with one item moved by some places; the same list where it cannot go there. */
export function moved<T>(list: readonly T[], from: number, by: number): readonly T[] {
  const item = list[from]
  const to = from + by
  if (item === undefined || to < 0 || to >= list.length) return list
  return list.toSpliced(from, 1).toSpliced(to, 0, item)
}

const asDraft = (openings: readonly Opening[]): DraftOpening[] =>
  openings.map(({ from, to }) => ({ key: newKey(), from: clockOf(from), to: clockOf(to) }))

const asOpenings = (openings: readonly DraftOpening[]): Opening[] =>
  openings.map(({ from, to }) => ({ from: minutesOf(from), to: minutesOf(to) || (to === '' ? Number.NaN : 1440) }))

/** NaN for what is no time yet. */
function minutesOf(clock: string): number {
  const [hours, minutes] = clock.split(':')
  return hours === undefined || minutes === undefined ? Number.NaN : Number(hours) * 60 + Number(minutes)
}

function clockOf(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0')
  return `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`
}

/** Keeps a row of fields itself while others come and go. */
const newKey = (): string => crypto.randomUUID()

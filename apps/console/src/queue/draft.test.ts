import { queueSettingsSchema, servingSchema, visitingSchema } from '@deskside/protocol'
import type { Queue } from '@deskside/protocol'
import { describe, expect, it, test } from 'vitest'
import { draftOf, moved, newDraft, newField, newHoliday, newOpening, problemAt, settingsOf, slugOf } from './draft.ts'

const queue: Queue = {
  id: '6f2b9f0e-3c54-4c8e-9a43-8d3a6f0f5d11',
  slug: 'billing',
  name: 'Billing',
  description: 'Invoices and cards',
  hours: {
    timeZone: 'Europe/Berlin',
    week: [
      [{ from: 0, to: 1440 }],
      [
        { from: 540, to: 720 },
        { from: 780, to: 1020 },
      ],
      [],
      [],
      [],
      [],
      [],
    ],
    holidays: [{ date: '2026-12-24', name: 'Christmas Eve', openings: [{ from: 540, to: 720 }] }],
  },
  form: [
    {
      id: '0b6f3c0a-58d6-4f59-8c53-7f2e51f1b001',
      label: 'About',
      kind: 'choice',
      required: true,
      options: ['An invoice', 'A card'],
    },
  ],
  distribution: 'round-robin',
  priority: 7,
  acceptSeconds: 20,
  serving: servingSchema.parse({
    needs: [
      {
        skill: 'Spanish',
        level: 3,
        relaxAfterSeconds: 60,
        when: { fieldId: '0b6f3c0a-58d6-4f59-8c53-7f2e51f1b001', option: 'An invoice' },
      },
      { skill: 'Cards', level: 1, relaxAfterSeconds: null, when: null },
    ],
    wrapUpSeconds: 30,
    overflow: {
      toQueueId: '6f2b9f0e-3c54-4c8e-9a43-8d3a6f0f5d12',
      afterSeconds: 120,
      whenWaiting: null,
      whenNobody: false,
    },
    escalation: { afterSeconds: 300, priority: 9 },
    request: 'desktop.view',
  }),
  visiting: visitingSchema.parse({ survey: null, embed: { origins: ['https://shop.example'], color: '#aa0000' } }),
  agentIds: ['rita'],
}

/** What is wrong with a draft, by path. */
function problemsOf(draft: Parameters<typeof settingsOf>[0]): Record<string, string> {
  const parsed = queueSettingsSchema.safeParse(settingsOf(draft))
  return Object.fromEntries((parsed.error?.issues ?? []).map(({ path, message }) => [path.join('.'), message]))
}

test('[queue R1] a queue that is opened and saved unchanged is the same, midnight at both ends of the day too', () => {
  expect({ id: queue.id, ...settingsOf(draftOf(queue)) }).toEqual(queue)
})

test('a new queue is right as soon as it has a name and an address', () => {
  const draft = newDraft('Europe/Berlin')
  expect(Object.keys(problemsOf(draft)).toSorted()).toEqual(['name', 'slug'])
  expect(problemsOf({ ...draft, name: 'Billing', slug: 'billing' })).toEqual({})
})

test('what is not filled in yet gets a sentence at its field', () => {
  const draft = { ...newDraft('UTC'), name: 'Billing', slug: 'billing' }
  const [monday] = draft.week[0] ?? []
  if (!monday) throw new Error('Monday has hours in a new queue')
  const choice = { ...newField(), kind: 'choice' as const, options: ' \n ' }
  const found = problemsOf({
    ...draft,
    week: draft.week.with(0, [{ ...monday, to: '' }]).with(1, [{ ...monday, from: '18:00' }]),
    holidays: [newHoliday('')],
    form: [choice],
    acceptSeconds: '',
  })
  expect(found).toEqual({
    'hours.week.0.0.to': 'Enter a time.',
    'hours.week.1.0': 'The end is after the beginning.',
    'hours.holidays.0.date': 'Choose a date.',
    'form.0.label': 'Write what is asked.',
    'form.0.options': 'Write at least one option.',
    acceptSeconds: 'From 5 to 300 seconds.',
  })
  expect(problemAt(found, 'hours.week.0.0')).toBe('Enter a time.')
  expect(problemAt(found, 'hours.week.1.0')).toBe('The end is after the beginning.')
  expect(problemAt(found, 'hours.week.10.0')).toBeUndefined()
})

test('options are the lines that say something, and only of a choice', () => {
  const field = { ...newField(), label: 'About', kind: 'choice' as const, options: ' a \n\nb' }
  const form = [field, { ...field, kind: 'text' as const }]
  expect(settingsOf({ ...newDraft('UTC'), form }).form.map(({ options }) => options)).toEqual([['a', 'b'], []])
})

test('more hours of a day come after the last ones', () => {
  const first = newOpening([])
  expect(first).toMatchObject({ from: '09:00', to: '17:00' })
  expect(newOpening([first])).toMatchObject({ from: '18:00', to: '00:00' })
  expect(newOpening([{ ...first, to: '' }])).toMatchObject({ from: '13:00' })
})

describe('an address made of a name', () => {
  it.each([
    ['Billing & Taxes', 'billing-taxes'],
    ['  Über uns ', 'uber-uns'],
    ['日本', ''],
    [`${'a'.repeat(39)} b`, 'a'.repeat(39)],
  ])('%j becomes %j', (name, slug) => expect(slugOf(name)).toBe(slug))
})

test('questions move one place up or down, and stay at the ends', () => {
  const list = ['a', 'b', 'c']
  expect(moved(list, 0, 1)).toEqual(['b', 'a', 'c'])
  expect(moved(list, 2, -1)).toEqual(['a', 'c', 'b'])
  expect(moved(list, 0, -1)).toBe(list)
  expect(moved(list, 2, 1)).toBe(list)
})

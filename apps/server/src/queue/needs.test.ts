import type { Need } from '@deskside/protocol'
import { servingSchema } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { kindsOf, needsIn, needsOf, possibleNeeds } from './needs.ts'

const [language, subject] = [crypto.randomUUID(), crypto.randomUUID()]
const need = (skill: string, more: Partial<Need> = {}): Need => ({
  skill,
  level: 2,
  relaxAfterSeconds: null,
  when: null,
  ...more,
})
const NEEDS = [
  need('Patience'),
  need('Spanish', { when: { fieldId: language, option: 'Español' }, relaxAfterSeconds: 60 }),
  need('French', { when: { fieldId: language, option: 'Français' } }),
  need('Invoices', { when: { fieldId: subject, option: 'A bill' }, relaxAfterSeconds: 120 }),
]

test('[queue R13] a need without a condition is everybody’s, another only of those who chose its answer', () => {
  const skills = (choices: Record<string, string>) => needsIn(NEEDS, needsOf(NEEDS, choices)).map(({ skill }) => skill)
  expect(skills({})).toEqual(['Patience'])
  expect(skills({ [language]: 'Español' })).toEqual(['Patience', 'Spanish'])
  expect(skills({ [language]: 'English', [subject]: 'A bill' })).toEqual(['Patience', 'Invoices'])
  expect(needsIn(NEEDS, needsOf(NEEDS, { [language]: 'Español' }))[1]).toEqual({
    skill: 'Spanish',
    level: 2,
    relaxAfterMs: 60_000,
  })
})

test('[queue R11] every visitor whom a form lets be is of exactly one kind, whatever they chose and however long they wait', () => {
  const serving = servingSchema.parse({
    needs: NEEDS,
    overflow: { toQueueId: crypto.randomUUID(), afterSeconds: 60, whenWaiting: null, whenNobody: false },
    escalation: { afterSeconds: 300, priority: 9 },
  })
  const kinds = kindsOf(serving)
  expect(new Set(possibleNeeds(NEEDS)).size).toBe(6)
  for (const spoken of ['Español', 'Français', 'English', undefined])
    for (const about of ['A bill', 'A printer', undefined]) {
      const choices = { ...(spoken && { [language]: spoken }), ...(about && { [subject]: about }) }
      const needs = needsOf(NEEDS, choices)
      for (const waited of [-5, 0, 59_999, 60_000, 119_999, 120_000, 299_999, 300_000, 9_000_000]) {
        const fit = kinds.filter((kind) => kind.needs === needs && kind.from <= waited && waited < kind.to)
        expect([choices, waited, fit.length]).toEqual([choices, waited, 1])
        // Nothing that time changes lies within the span of a kind.
        for (const edge of [60_000, 300_000]) expect(fit[0] && fit[0].from < edge && edge < fit[0].to).toBe(false)
      }
    }
})

test('[queue R11] a queue that needs nothing has one kind of visitors', () => {
  expect(kindsOf(servingSchema.parse({}))).toEqual([{ needs: 0, from: -Infinity, to: Infinity }])
})

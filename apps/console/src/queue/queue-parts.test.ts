import { queueSettingsSchema } from '@deskside/protocol'
import { expect, test } from 'vitest'
import { QUEUE_PARTS, problemsByPart } from './queue-parts.ts'

test('what is wrong with any setting is counted at the part that holds it', () => {
  const shape = queueSettingsSchema.shape
  const settings = Object.keys(shape).flatMap((name) => {
    if (name === 'serving') return Object.keys(shape.serving.unwrap().shape).map((part) => `serving.${part}`)
    if (name === 'visiting') return Object.keys(shape.visiting.unwrap().shape).map((part) => `visiting.${part}`)
    return [name]
  })
  const counts = problemsByPart(Object.fromEntries(settings.map((path) => [path, 'wrong'])))
  expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(settings.length)
  expect([...counts.keys()].toSorted()).toEqual(QUEUE_PARTS.map(({ id }) => id).toSorted())
  expect(problemsByPart({ 'form.0.label': 'a', 'form.1.label': 'b' })).toEqual(new Map([['form', 2]]))
})

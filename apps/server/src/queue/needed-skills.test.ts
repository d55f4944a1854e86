import { expect, test } from 'vitest'
import { neededSkills } from './needed-skills.ts'

const need = (skill: string, level: number) => ({ skill, level, relaxAfterSeconds: null, when: null })

test('[queue R13] an agent is shown what a visitor needs, and what of it they have, in any spelling and at least at its level', () => {
  const queueNeeds = [need('Spanish', 3), need('Cards', 2), need('Printers', 1)]
  const skills = [
    { skill: 'spanish ', level: 3 },
    { skill: 'Cards', level: 1 },
  ]
  expect(neededSkills({ mask: 0b011, queueNeeds }, skills)).toEqual([
    { skill: 'Spanish', level: 3, have: true },
    { skill: 'Cards', level: 2, have: false },
  ])
  expect(neededSkills({ mask: 0, queueNeeds }, skills)).toEqual([])
  expect(neededSkills({ mask: 1, queueNeeds: null }, [])).toEqual([])
})

import { OFFERED_CAPABILITIES, isShare, reachesTheComputer } from '@deskside/protocol'
import { describe, expect, it } from 'vitest'
import { wordsOf } from './capability-words.ts'
import { permissionSentence } from './permission-words.ts'

describe('what a customer reads about a permission', () => {
  it('says who sees what while it is so, and that nothing is shown while it is not', () => {
    const view = { name: 'Anna', capability: 'desktop.view' } as const
    expect(permissionSentence({ ...view, running: 'here' })).toBe('Anna sees your screen now.')
    expect(permissionSentence({ ...view, running: 'elsewhere' })).toBe(
      'Anna sees your screen now, from another tab of yours.',
    )
    expect(permissionSentence({ ...view, running: 'nothing' })).toBe(
      'Anna may see your screen. Right now nothing is shown.',
    )
  })

  it('says who controls the computer while it is so, and of what has no picture only that it is allowed', () => {
    const control = { name: 'Anna', capability: 'desktop.control' } as const
    expect(permissionSentence({ ...control, running: 'program' })).toBe('Anna controls your computer now.')
    expect(permissionSentence({ ...control, running: 'nothing' })).toBe(
      'Anna may control your computer. Right now nothing is shown.',
    )
    for (const running of ['nothing', 'program'] as const)
      expect(permissionSentence({ name: 'Anna', capability: 'clipboard.in', running })).toBe(
        'Anna may put things on your clipboard.',
      )
  })

  it.each(OFFERED_CAPABILITIES.filter(isShare))(
    'never says of %s that anything of the customer’s is seen',
    (capability) => {
      for (const running of ['nothing', 'here', 'elsewhere', 'program'] as const) {
        const words = permissionSentence({ name: 'Anna', capability, running })
        expect(words).toMatch(/^Anna (may show|shows) you /)
        expect(words).not.toMatch(/sees|yours/)
      }
    },
  )

  it.each(OFFERED_CAPABILITIES)(
    'explains %s before it is allowed, with one picture for each point, and that it can be stopped or is allowed once',
    (capability) => {
      const { asks, means } = wordsOf(capability)
      const marks = means.map(({ mark }) => mark)
      expect(asks).not.toContain(capability)
      expect(marks.filter((mark) => mark === 'stop' || mark === 'once')).toHaveLength(1)
      expect(new Set(marks).size).toBe(marks.length)
    },
  )

  it('F2: names every way to work on the computer for what it is', () => {
    for (const capability of OFFERED_CAPABILITIES.filter(reachesTheComputer))
      expect(wordsOf(capability).means.some(({ mark }) => mark === 'used' || mark === 'run')).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import { wordsOf } from './capability-words.ts'
import { permissionSentence } from './permission-words.ts'

const OFFERED = ['desktop.view', 'application.view', 'desktop.share-view', 'application.share-view'] as const

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

  it.each(['desktop.share-view', 'application.share-view'] as const)(
    'never says of %s that anything of the customer’s is seen',
    (capability) => {
      for (const running of ['nothing', 'here', 'elsewhere'] as const) {
        const words = permissionSentence({ name: 'Anna', capability, running })
        expect(words).toMatch(/^Anna (may show|shows) you /)
        expect(words).not.toMatch(/sees|yours/)
      }
    },
  )

  it.each(OFFERED)(
    'explains %s before it is allowed, with one picture for each point, and that it can be stopped',
    (c) => {
      const marks = wordsOf(c).means.map(({ mark }) => mark)
      expect(marks).toContain('stop')
      expect(new Set(marks).size).toBe(marks.length)
    },
  )
})

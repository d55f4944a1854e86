import { OFFERED_CAPABILITIES, needsSupportManager } from '@deskside/protocol'
import { describe, expect, it } from 'vitest'
import { answerPlace, runsProgram } from './answer-place.ts'

const computer = { program: false, workedOn: false, phone: false, captures: true } as const
const phone = { program: false, workedOn: false, phone: true, captures: false } as const

describe('where a customer answers', () => {
  it('[consent R16] fetches the Support Manager for what only it can serve, and answers all else on the page', () => {
    for (const capability of OFFERED_CAPABILITIES) {
      const place = needsSupportManager(capability) === 'customer' ? 'fetch' : 'page'
      expect([capability, answerPlace({ ...computer, capability })]).toEqual([capability, place])
    }
  })

  it('[consent R16] answers everything in the Support Manager while it runs: it shows the screen better than a browser', () => {
    for (const capability of OFFERED_CAPABILITIES)
      expect(answerPlace({ ...computer, capability, program: true })).toBe('program')
  })

  it('[consent R17] answers nothing on the page while somebody works on the computer, also when the program is just away', () => {
    for (const capability of OFFERED_CAPABILITIES)
      expect(answerPlace({ ...computer, capability, workedOn: true })).toBe('program')
  })

  it('says on a phone that its screen cannot be shown and no program can run, and still lets it be shown something', () => {
    for (const capability of ['desktop.view', 'application.view', 'desktop.control', 'clipboard.out'] as const)
      expect(answerPlace({ ...phone, capability })).toBe('nowhere')
    for (const capability of ['desktop.share-view', 'application.share-control'] as const)
      expect(answerPlace({ ...phone, capability })).toBe('page')
  })

  it('takes only one’s own Support Manager for one’s own', () => {
    const device = { participantId: 'anna', deviceId: 'd', program: 'support-manager' } as const
    expect(runsProgram([device], 'anna')).toBe(true)
    expect(runsProgram([device, { ...device, participantId: 'carl', program: 'page' }], 'carl')).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { LOSS_GRACE_MS } from '../session/state.ts'
import { eventFor } from '../session/visibility.ts'
import type { Capability } from '../consent/state.ts'
import { ANNA, CARL, DORA, id, pair } from '../testing/story-teller.ts'
import type { StoryTeller } from '../testing/story-teller.ts'
import { SCRIPT_LENGTH, saveScriptSchema, scriptInWords, scriptOfWords } from './http.ts'
import { DEVICE_MESSAGE_BYTES, OUTPUT_PIECE_LENGTH, RESTART_LIFE_MS, deviceNoticeSchema } from './messages.ts'
import { requestDetailSchema } from '../consent/messages.ts'
import type { DeviceOutcome } from './state.ts'

/** Anna asks, Carl allows it in his Support Manager; the answer is the grant's id. */
function granted(teller: StoryTeller, capability: Capability): string {
  teller.tell(ANNA, { feature: 'consent', do: 'request', capability, detail: null })
  teller.allow(CARL, false, 'support-manager')
  return teller.grantIds().at(-1) ?? ''
}
function report(teller: StoryTeller, grantId: string, outcome: DeviceOutcome = 'done', by = CARL) {
  return teller.tell(by, { feature: 'device', do: 'report', grantId, outcome, exitCode: null })
}

describe('the story of what was done', () => {
  it('[device R3] holds each use once, told by the customer’s side alone', () => {
    const teller = pair()
    const grantId = granted(teller, 'device.information')
    expect(report(teller, grantId, 'done', ANNA)).toBe('session.not-allowed')
    expect(report(teller, id(77))).toBe('consent.not-granted')
    expect(report(teller, grantId)).toBeUndefined()
    expect(teller.last).toEqual(['device.done'])
    expect(report(teller, grantId)).toBe('consent.not-granted')
  })

  it('[device R3] hears of a script that was stopped after its approval ended, and nothing of what is no device’s', () => {
    const teller = pair()
    const script = granted(teller, 'device.script')
    teller.tell(CARL, { feature: 'consent', do: 'revoke', grantId: script })
    expect(report(teller, script, 'stopped')).toBeUndefined()
    expect(report(teller, granted(teller, 'desktop.control'))).toBe('consent.not-granted')
  })

  it('[device R3] is none of a later customer’s business', () => {
    const teller = pair()
    const grantId = granted(teller, 'device.information')
    report(teller, grantId)
    const done = teller.events.at(-1)
    teller.tell(CARL, { feature: 'session', do: 'leave' })
    teller.knock(DORA, 'Dora')
    teller.admit(DORA)
    if (done?.body.type !== 'device.done') throw new Error('the report was stored')
    expect(eventFor(done, DORA, teller.story.session)).toBeUndefined()
    expect(eventFor(done, CARL, teller.story.session)).toEqual(done)
  })
})

describe('a restart', () => {
  const lose = (teller: StoryTeller): number => {
    teller.tell('system', { feature: 'session', do: 'lose', participantId: CARL, lossId: id(50) })
    const lost = teller.events.at(-1)?.body
    if (lost?.type !== 'session.lost') throw new Error('Carl is lost')
    return lost.until - teller.now
  }

  it('[device R8] gives the customer half an hour to come back, once', () => {
    const teller = pair()
    report(teller, granted(teller, 'device.reboot'), 'restarting')
    teller.now += 60_000
    expect(lose(teller)).toBe(RESTART_LIFE_MS - 60_000)
    teller.tell('system', { feature: 'session', do: 'return', participantId: CARL })
    expect(lose(teller)).toBe(LOSS_GRACE_MS)
  })

  it('[device R8] is what only an approval to restart can tell of', () => {
    const teller = pair()
    const grantId = granted(teller, 'device.information')
    expect(report(teller, grantId, 'restarting')).toBe('session.not-allowed')
    report(teller, granted(teller, 'device.shell'), 'done')
    expect(lose(teller)).toBe(LOSS_GRACE_MS)
  })
})

describe('a script in words', () => {
  it('[device R4] names its interpreter to the customer, and comes back as it was', () => {
    for (const text of ['echo hello\n', '#!/bin/sh\nexit 3', '\r\n\n', 'x'.repeat(SCRIPT_LENGTH)]) {
      const words = scriptInWords({ interpreter: 'powershell', text })
      expect(words.split('\n')[0]).toBe('#! powershell')
      expect(scriptOfWords(words)).toEqual({ interpreter: 'powershell', text })
      expect(requestDetailSchema.safeParse({ title: 'x', text: words }).success).toBe(true)
    }
  })

  it('[device R4] A10: an interpreter that is not in the table is none', () => {
    for (const words of ['echo hello', '#!/bin/bash\necho', '#! rm\n-rf /', '#! bash -c id\nx', '', '#! bash'])
      expect(scriptOfWords(words)).toBeUndefined()
  })

  it('[device R6] has a name and a text', () => {
    const script = {
      name: ' Tidy ',
      description: '',
      platform: 'linux',
      interpreter: 'bash',
      text: 'ls\u0000',
    } as const
    expect(saveScriptSchema.parse(script)).toMatchObject({ name: 'Tidy', text: 'ls' })
    for (const wrong of [{ name: ' ' }, { text: '' }, { text: 'x'.repeat(SCRIPT_LENGTH + 1) }, { interpreter: 'perl' }])
      expect(saveScriptSchema.safeParse({ ...script, ...wrong }).success).toBe(false)
  })
})

it('[device R5] the largest piece of output fits into one message, whatever it consists of', () => {
  for (const character of ['\u001b', '€', '"', '\u2028']) {
    const text = character.repeat(OUTPUT_PIECE_LENGTH)
    const notice = deviceNoticeSchema.parse({ t: 'output', what: 'script', error: false, text })
    expect(encodeURIComponent(JSON.stringify(notice)).replaceAll(/%../g, 'x').length).toBeLessThan(DEVICE_MESSAGE_BYTES)
  }
})

import { expect, test } from 'vitest'
import { ANNA, BOB, CARL, DORA, PAGE, StoryTeller, id, pair } from '../testing/story-teller.ts'
import { storedEventSchema } from '../session/story.ts'
import { capabilitySchema } from './messages.ts'
import { OFFERED_CAPABILITIES, PREPARED_LIFE_MS, REQUEST_LIFE_MS, grantOf, needsSupportManager } from './state.ts'

const open = (teller: StoryTeller) => Object.values(teller.story.consent.requests)

test('[consent R1] a representative in the session asks the customer in it; without one there is nobody to ask', () => {
  const alone = new StoryTeller()
  expect(alone.request(ANNA)).toBe('consent.no-customer')
  const teller = pair()
  expect(teller.request(CARL)).toBe('session.not-allowed')
  expect(teller.request(BOB)).toBe('session.not-allowed')
  expect(teller.request(ANNA)).toBeUndefined()
  expect(open(teller)).toMatchObject([{ capability: 'desktop.view', representativeId: ANNA, customerId: CARL }])
})

test('[consent R2] a request ends after two minutes, and not before; an expired one cannot be allowed', () => {
  const teller = pair()
  teller.request(ANNA)
  const [request] = open(teller)
  expect(request?.expiresAt).toBe(teller.now + REQUEST_LIFE_MS)
  teller.now += REQUEST_LIFE_MS - 1
  teller.tell('system', { feature: 'consent', do: 'expire', requestId: request?.id ?? '' })
  expect(open(teller)).toHaveLength(1)
  teller.now += 1
  // The timer may be late; the end is not.
  expect(teller.allow(CARL)).toBe('consent.request-gone')
  teller.tell('system', { feature: 'consent', do: 'expire', requestId: request?.id ?? '' })
  expect(teller.last).toEqual(['consent.expired'])
  expect(teller.grantIds()).toEqual([])
})

test('[consent R3] the timer of an old request does not close a new one', () => {
  const teller = pair()
  teller.request(ANNA)
  const old = open(teller)[0]?.id ?? ''
  teller.tell(CARL, { feature: 'consent', do: 'decline', requestId: old })
  teller.request(ANNA)
  teller.now += REQUEST_LIFE_MS * 2
  expect(teller.tell('system', { feature: 'consent', do: 'expire', requestId: old })).toBeUndefined()
  expect(open(teller)).toHaveLength(1)
})

test('[consent R4] asking again while asked or granted is refused', () => {
  const teller = pair()
  teller.request(ANNA)
  expect(teller.request(ANNA)).toBe('consent.already-asked')
  expect(teller.request(ANNA, 'application.view')).toBeUndefined()
  teller.allow(CARL)
  expect(teller.request(ANNA)).toBe('consent.already-granted')
})

test('[consent R5] only the one who asked withdraws, while it is open', () => {
  const teller = pair()
  teller.join(BOB)
  teller.request(ANNA)
  const requestId = open(teller)[0]?.id ?? ''
  expect(teller.tell(BOB, { feature: 'consent', do: 'withdraw', requestId })).toBe('session.not-allowed')
  expect(teller.tell(CARL, { feature: 'consent', do: 'withdraw', requestId })).toBe('session.not-allowed')
  expect(teller.tell(ANNA, { feature: 'consent', do: 'withdraw', requestId })).toBeUndefined()
  expect(teller.tell(ANNA, { feature: 'consent', do: 'withdraw', requestId })).toBe('consent.request-gone')
})

test('[consent R6] only the customer who was asked answers, once', () => {
  const teller = pair()
  teller.request(ANNA)
  expect(teller.allow(ANNA)).toBe('session.not-allowed')
  expect(teller.allow('system')).toBe('session.not-allowed')
  const requestId = open(teller)[0]?.id ?? ''
  expect(teller.tell(ANNA, { feature: 'consent', do: 'decline', requestId })).toBe('session.not-allowed')
  expect(teller.allow(CARL)).toBeUndefined()
  expect(teller.tell(CARL, { feature: 'consent', do: 'decline', requestId })).toBe('consent.request-gone')
})

test('[consent R7] C2: allowing gives this capability and no other', () => {
  for (const capability of OFFERED_CAPABILITIES) {
    const teller = pair()
    teller.tell(ANNA, { feature: 'consent', do: 'request', capability, detail: null })
    teller.allow(CARL, false, 'support-manager')
    for (const other of capabilitySchema.options)
      expect(grantOf(teller.story.consent, ANNA, other) !== undefined).toBe(other === capability)
  }
})

test('[consent R7] C4: a grant is bound to the representative who asked; a colleague and a successor get none', () => {
  const teller = pair()
  teller.join(BOB)
  teller.request(ANNA)
  teller.allow(CARL)
  expect(grantOf(teller.story.consent, BOB, 'desktop.view')).toBeUndefined()
  teller.tell(ANNA, { feature: 'session', do: 'leave' })
  expect(teller.story.session.primaryId).toBe(BOB)
  expect(teller.grantIds()).toEqual([])
})

test('[consent R8] declined, expired and withdrawn leave no grant and may be asked again', () => {
  for (const end of ['decline', 'withdraw', 'expire'] as const) {
    const teller = pair()
    teller.request(ANNA)
    const requestId = open(teller)[0]?.id ?? ''
    if (end === 'expire') teller.now += REQUEST_LIFE_MS
    teller.tell({ decline: CARL, withdraw: ANNA, expire: 'system' }[end], { feature: 'consent', do: end, requestId })
    expect(teller.grantIds()).toEqual([])
    expect(teller.story.consent.unanswered).toHaveLength(1)
    expect(teller.request(ANNA)).toBeUndefined()
    expect(teller.story.consent.unanswered).toHaveLength(0)
  }
})

test('[consent R9, R10] everything is allowed to one representative, visibly, and can be taken back', () => {
  const teller = pair()
  teller.join(BOB)
  teller.request(ANNA)
  teller.allow(CARL, true)
  teller.request(ANNA, 'application.view')
  expect(teller.last).toEqual(['consent.requested', 'consent.granted'])
  expect(teller.grantIds()).toHaveLength(2)
  teller.request(BOB)
  expect(teller.last).toEqual(['consent.requested'])
  const takeBack = { feature: 'consent', do: 'revoke-everything', representativeId: ANNA } as const
  expect(teller.tell(BOB, takeBack)).toBe('session.not-allowed')
  expect(teller.tell(CARL, takeBack)).toBeUndefined()
  teller.request(ANNA, 'desktop.share-view')
  expect(teller.last).toEqual(['consent.requested'])
})

test('[consent R10] "everything" ends with its customer', () => {
  const teller = pair()
  teller.request(ANNA)
  teller.allow(CARL, true)
  teller.tell(CARL, { feature: 'session', do: 'leave' })
  expect(teller.story.consent.everything).toEqual([])
  teller.knock(DORA, 'Dora')
  teller.admit(DORA)
  teller.request(ANNA)
  expect(teller.last).toEqual(['consent.requested'])
})

test('[consent R11] customer and holder end a grant, nobody else; ending it twice is no error', () => {
  for (const by of [CARL, ANNA]) {
    const teller = pair()
    teller.join(BOB)
    teller.request(ANNA)
    teller.allow(CARL)
    const [grantId = ''] = teller.grantIds()
    expect(teller.tell(BOB, { feature: 'consent', do: 'revoke', grantId })).toBe('session.not-allowed')
    expect(teller.tell(by, { feature: 'consent', do: 'revoke', grantId })).toBeUndefined()
    expect(teller.grantIds()).toEqual([])
    expect(teller.tell(by, { feature: 'consent', do: 'revoke', grantId })).toBeUndefined()
  }
})

test('[consent R12, R14] losing the line ends nothing; leaving ends it all, in events of its own', () => {
  const teller = pair()
  teller.request(ANNA)
  teller.allow(CARL, true)
  teller.request(ANNA, 'desktop.control')
  expect(teller.allow(CARL)).toBe('consent.needs-support-manager')
  teller.tell('system', { feature: 'session', do: 'lose', participantId: CARL, lossId: id(31) })
  teller.tell('system', { feature: 'session', do: 'return', participantId: CARL })
  expect(teller.grantIds()).toHaveLength(1)
  teller.tell(CARL, { feature: 'session', do: 'leave' })
  expect(teller.last).toEqual(['session.left', 'consent.revoked', 'consent.withdrawn', 'consent.everything-ended'])
})

test('[consent R13] the end of the session ends every grant, request and "everything"', () => {
  const teller = pair()
  teller.request(ANNA)
  teller.allow(CARL, true)
  teller.tell(CARL, { feature: 'consent', do: 'revoke-everything', representativeId: ANNA })
  teller.request(ANNA, 'application.view')
  teller.tell(ANNA, { feature: 'session', do: 'end' })
  expect(teller.last).toEqual(['session.ended', 'consent.revoked', 'consent.withdrawn'])
})

test('[consent R15] what this version cannot serve is not asked for', () => {
  const teller = pair()
  for (const capability of capabilitySchema.options) {
    const answer = teller.tell(ANNA, { feature: 'consent', do: 'request', capability, detail: null })
    expect([capability, answer]).toEqual([
      capability,
      OFFERED_CAPABILITIES.includes(capability) ? undefined : 'consent.not-offered',
    ])
  }
})

test('[consent R16] C1: control is allowed in the Support Manager and nowhere else; a page may decline it or get it ready', () => {
  const only = OFFERED_CAPABILITIES.filter((capability) => needsSupportManager(capability) === 'customer')
  expect(only).toContain('desktop.control')
  for (const capability of only) {
    const teller = pair()
    teller.tell(ANNA, { feature: 'consent', do: 'request', capability, detail: null })
    const requestId = open(teller)[0]?.id ?? ''
    expect(teller.allow(CARL)).toBe('consent.needs-support-manager')
    expect(teller.tell(ANNA, { feature: 'consent', do: 'prepare', requestId })).toBe('session.not-allowed')
    expect(teller.tell(CARL, { feature: 'consent', do: 'prepare', requestId })).toBeUndefined()
    teller.now += REQUEST_LIFE_MS + 1
    teller.tell('system', { feature: 'consent', do: 'expire', requestId })
    expect(open(teller)).toHaveLength(1)
    expect(teller.allow(CARL, false, 'support-manager')).toBeUndefined()
    expect(teller.grantIds()).toHaveLength(1)
  }
  const late = pair()
  late.request(ANNA, 'desktop.control')
  const requestId = open(late)[0]?.id ?? ''
  late.tell(CARL, { feature: 'consent', do: 'prepare', requestId })
  late.now += PREPARED_LIFE_MS
  expect(late.allow(CARL, false, 'support-manager')).toBe('consent.request-gone')
})

test('[consent R17] C5: while somebody works on the computer, no button of a page there is an approval', () => {
  const teller = pair()
  teller.request(ANNA, 'desktop.control')
  teller.allow(CARL, false, 'support-manager')
  teller.request(ANNA, 'desktop.view')
  expect(teller.allow(CARL)).toBe('consent.needs-support-manager')
  teller.tell(CARL, { feature: 'consent', do: 'revoke', grantId: teller.grantIds()[0] ?? '' })
  expect(teller.allow(CARL)).toBeUndefined()
})

test('[consent R18] "allow everything" from a page does not open what only the Support Manager serves', () => {
  const onPage = pair()
  onPage.request(ANNA)
  onPage.allow(CARL, true)
  onPage.request(ANNA, 'desktop.control')
  expect(onPage.grantIds()).toHaveLength(1)
  const inProgram = pair()
  inProgram.request(ANNA)
  inProgram.allow(CARL, true, 'support-manager')
  inProgram.request(ANNA, 'desktop.control')
  expect(inProgram.grantIds()).toHaveLength(2)
})

test('[consent R19] where the site does not want the Support Manager, nothing that needs it can be asked for', () => {
  const teller = pair('without the Support Manager')
  for (const capability of OFFERED_CAPABILITIES) {
    const answer = teller.tell(ANNA, { feature: 'consent', do: 'request', capability, detail: null })
    expect([capability, answer]).toEqual([
      capability,
      needsSupportManager(capability) ? 'consent.support-manager-forbidden' : undefined,
    ])
  }
})

test('[consent R20] when a Support Manager is gone, what only it served ends, and nothing else', () => {
  const teller = pair()
  teller.request(ANNA, 'desktop.view')
  teller.allow(CARL)
  teller.request(ANNA, 'desktop.control')
  teller.allow(CARL, false, 'support-manager')
  teller.tell('system', { feature: 'consent', do: 'program-gone', participantId: ANNA })
  expect(teller.grantIds()).toHaveLength(2)
  teller.tell('system', { feature: 'consent', do: 'program-gone', participantId: CARL })
  expect(teller.grantIds().map((grantId) => teller.story.consent.grants[grantId]?.capability)).toEqual(['desktop.view'])
})

test('[consent R21] when another Support Manager takes the seat, what the earlier one served or captured ends, the page’s own goes on', () => {
  const teller = pair()
  const capture = (by: string, streamId: string | null): void => {
    const grantId = teller.grantIds().at(-1) ?? ''
    const start = { feature: 'screen', do: 'start', grantId, deviceId: PAGE, audio: false } as const
    expect(teller.tell(by, { ...start, streamId, surface: streamId === null ? 'monitor' : 'window' })).toBeUndefined()
  }
  teller.request(ANNA, 'application.view')
  teller.allow(CARL)
  capture(CARL, 'in the browser')
  teller.request(ANNA, 'desktop.share-view')
  teller.allow(CARL)
  capture(ANNA, null)
  teller.request(ANNA, 'desktop.view')
  teller.allow(CARL, false, 'support-manager')
  capture(CARL, null)
  teller.request(ANNA, 'desktop.control')
  teller.allow(CARL, false, 'support-manager')
  const standing = (): (string | undefined)[] =>
    Object.values(teller.story.consent.grants).map(({ capability }) => capability)
  teller.tell('system', { feature: 'consent', do: 'program-replaced', participantId: CARL })
  expect(standing()).toEqual(['application.view', 'desktop.share-view'])
  expect(teller.last).toEqual(['consent.revoked', 'consent.revoked', 'screen.stopped'])
  teller.tell('system', { feature: 'consent', do: 'program-replaced', participantId: ANNA })
  expect(standing()).toEqual(['application.view'])
})

test('[consent R21] what was allowed in the earlier Support Manager’s window and never begun is asked anew, what the page was told stands', () => {
  for (const capability of ['desktop.view', 'application.view'] as const)
    for (const automatic of [false, true])
      for (const program of ['support-manager', 'page'] as const) {
        const teller = pair()
        if (automatic) {
          teller.request(ANNA, 'desktop.share-view')
          teller.allow(CARL, true, program)
        }
        teller.request(ANNA, capability)
        if (!automatic) teller.allow(CARL, false, program)
        expect(grantOf(teller.story.consent, ANNA, capability)).toMatchObject({ automatic, program })
        teller.tell('system', { feature: 'consent', do: 'program-replaced', participantId: CARL })
        const anew = program === 'page' ? 'consent.already-granted' : undefined
        expect([capability, automatic, program, teller.request(ANNA, capability)]).toEqual([
          capability,
          automatic,
          program,
          anew,
        ])
      }
})

test('[consent R21] in a story from before grants told where they were said, all ends that no page shows', () => {
  const teller = pair()
  for (const capability of ['desktop.view', 'application.view', 'desktop.share-view'] as const) {
    teller.request(ANNA, capability)
    teller.allow(CARL)
  }
  const [grantId = ''] = teller.grantIds()
  const start = { feature: 'screen', do: 'start', grantId, deviceId: PAGE, audio: false } as const
  teller.tell(CARL, { ...start, streamId: 'in the browser', surface: 'monitor' })
  const before = teller.events.map((event) => {
    if (event.body.type !== 'consent.granted') return event
    const { program: _program, ...body } = event.body
    return storedEventSchema.parse({ ...event, body })
  })
  teller.events.splice(0, Infinity, ...before)
  teller.tell('system', { feature: 'consent', do: 'program-replaced', participantId: CARL })
  const left = Object.values(teller.story.consent.grants).map(({ capability }) => capability)
  expect(left).toEqual(['desktop.view', 'desktop.share-view'])
})

test('[consent R21] "everything" that was said in the earlier Support Manager is asked anew, what was said on the page stays said', () => {
  for (const [program, left] of [
    ['support-manager', 0],
    ['page', 1],
  ] as const) {
    const teller = pair()
    teller.request(ANNA)
    teller.allow(CARL, true, program)
    teller.request(ANNA, 'application.view')
    teller.tell('system', { feature: 'consent', do: 'program-replaced', participantId: CARL })
    expect([program, teller.story.consent.everything.length]).toEqual([program, left])
  }
})

test('[consent R21] what is asked while the Support Manager is replaced stays open for the new one', () => {
  const teller = pair()
  teller.request(ANNA, 'desktop.control')
  teller.tell('system', { feature: 'consent', do: 'program-replaced', participantId: CARL })
  expect(teller.allow(CARL, false, 'support-manager')).toBeUndefined()
  expect(teller.grantIds()).toHaveLength(1)
})

import { errorBody } from '@deskside/protocol'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { panelView } from './panel-view.ts'
import { allowed, openToldSession } from './testing/told-session.ts'

let told: Awaited<ReturnType<typeof openToldSession>>
beforeEach(async () => {
  told = await openToldSession()
})
afterEach(() => {
  told.session.close()
  vi.unstubAllGlobals()
})
const view = (personActs: boolean) => panelView(told.session, { endOf: () => undefined, personActs })

test('[control R4] C11: while the person uses the computer, who controls it waits; who only looks or copies does not', () => {
  allowed(told, 'desktop.view', 10)
  allowed(told, 'desktop.control', 20)
  allowed(told, 'clipboard.in', 30)
  const waits = (personActs: boolean) => view(personActs).running.map((entry) => [entry.what, entry.waits])
  expect(waits(true)).toEqual([
    ['desktop view', undefined],
    ['desktop control', true],
    [expect.stringContaining('clipboard'), undefined],
  ])
  expect(waits(false)[1]).toEqual(['desktop control', false])
})

test('[consent R21] a program that was replaced says that, and not that the session has ended', () => {
  allowed(told, 'desktop.control', 20)
  expect(view(false).phase).toBe('joined')
  told.line.say({ t: 'goodbye', error: errorBody('download.replaced') })
  expect(view(true)).toMatchObject({ phase: 'replaced', running: [] })
})

test('a door that is closed for another reason is the end, as ever', () => {
  told.line.say({ t: 'goodbye', error: errorBody('account.signed-out') })
  expect(view(false).phase).toBe('ended')
})

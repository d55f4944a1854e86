// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openSupportPage } from './support-page.ts'

const server = { origin: 'https://desk.example', token: 'T' }
const tab = { opener: {} as unknown, closed: false, location: { replace: vi.fn() }, close: () => (tab.closed = true) }
let opened: typeof tab | null

beforeEach(() => {
  Object.assign(tab, { opener: {}, closed: false })
  tab.location.replace.mockReset()
  opened = tab
  vi.stubGlobal('open', () => opened)
})
afterEach(() => void vi.unstubAllGlobals())

const answers = (url: string): void => void vi.stubGlobal('fetch', async () => Response.json({ url }, { status: 201 }))

test('[invite R10] the tab that the click opened goes to the desk, and has no tie to the page', async () => {
  answers('https://desk.example/#in=token')
  expect(await openSupportPage(server)).toBeUndefined()
  expect([tab.opener, tab.location.replace.mock.calls]).toEqual([null, [['https://desk.example/#in=token']]])
})

test('[invite R10] where the browser opens no tab, the link is there to be clicked', async () => {
  opened = null
  answers('https://desk.example/#in=token')
  expect(await openSupportPage(server)).toBe('https://desk.example/#in=token')
})

test.each([
  '//evil.example/#in=token',
  'https://evil.example/',
  'https://desk.example.evil.example/',
  'https://desk.example@evil.example/',
  'http://desk.example/',
  'https://desk.example:8443/',
  'javascript:alert(1)',
  '/\\evil.example',
  '/%2F..//evil.example',
])('G12: what leads to somewhere else than the desk is not followed: %s', async (url) => {
  answers(url)
  await expect(openSupportPage(server)).rejects.toThrow()
  expect([tab.location.replace.mock.calls, tab.closed]).toEqual([[], true])
})

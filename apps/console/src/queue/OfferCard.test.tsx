// @vitest-environment happy-dom
import type { Inbox, Offer } from '@deskside/protocol'
import { createLiveClient } from '@deskside/realtime'
import { ToastProvider, TooltipProvider } from '@deskside/ui'
import { RouterProvider, createMemoryHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { chime } from '../platform/chime.ts'
import { LiveProvider } from '../platform/live.tsx'
import { usePageTitleWriter } from '../platform/page-title.ts'
import { AgentBar } from './AgentBar.tsx'
import { changeAlerts } from './alert-settings.ts'
import { Offers } from './Offers.tsx'

vi.mock(import('../platform/chime.ts'), () => ({ chime: vi.fn<typeof chime>() }))

const SESSION = '6f2b9f0e-3c54-4c8e-9a43-8d3a6f0f5d11'
const idOf = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const offer = (n: number, name: string): Offer => ({
  id: idOf(n),
  queueName: 'Billing',
  name,
  answers: [{ label: 'What is it about?', answer: 'A bill' }],
  place: 'Europe/Berlin',
  waitingSince: Date.now() - 65_000,
  expiresAt: Date.now() + 30_000,
  transfer: null,
  needs: [],
  fromOtherQueue: false,
})
const inbox = (more: Partial<Inbox> = {}): Inbox => ({
  state: 'available',
  reason: null,
  wrapUpUntil: null,
  capacity: 3,
  used: 0,
  queues: [{ id: idOf(9), name: 'Billing', waiting: 2, longestSince: Date.now() - 65_000, mayChoose: false }],
  offers: [],
  ...more,
})

let asked: string[] = []
let answers: Record<string, unknown> = {}

beforeEach(() => {
  changeAlerts({ sound: true, volume: 0.5 })
  vi.mocked(chime).mockClear()
  asked = []
  answers = {}
  vi.stubGlobal('fetch', (path: string, init: RequestInit) => {
    asked.push(`${init.method} ${path}${typeof init.body === 'string' ? ` ${init.body}` : ''}`)
    return Promise.resolve(Response.json(answers[path] ?? null))
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

/** A page of the console with one field of text, and what the server says to it. */
async function open() {
  const client = createLiveClient({ as: 'representative' })
  const Root = () => {
    usePageTitleWriter()
    return (
      <ToastProvider>
        <TooltipProvider>
          <LiveProvider client={client}>
            <AgentBar />
            <main id="main" tabIndex={-1}>
              <input aria-label="Message" />
            </main>
            <Offers />
          </LiveProvider>
        </TooltipProvider>
      </ToastProvider>
    )
  }
  const root = createRootRoute({ component: Root })
  const session = createRoute({ getParentRoute: () => root, path: '/console/sessions/$sessionId' })
  const router = createRouter({
    routeTree: root.addChildren([session]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  render(<RouterProvider router={router as never} />)
  await screen.findByLabelText('Message')
  return { router, says: (said: Inbox) => act(() => client.inbox.handle({ t: 'inbox', inbox: said })) }
}

const altA = { key: 'a', code: 'KeyA', altKey: true }

test('[queue R7] who serves no queue sees nothing of queues', async () => {
  const { says } = await open()
  says(inbox({ queues: [] }))
  expect(screen.queryByRole('combobox', { name: 'My state' })).toBeNull()
})

test('[queue R6] My state says how the agent stands, and chooses', async () => {
  const { says } = await open()
  says(inbox({ state: 'away', reason: 'missed' }))
  const state = screen.getByRole<HTMLSelectElement>('combobox', { name: 'My state' })
  expect(state.selectedOptions[0]?.textContent).toBe('Away: missed a request')
  expect(screen.getByRole('list', { name: 'Waiting' }).textContent).toMatch(/Billing.*2 waiting.*longest 1:0/)
  answers['/api/v1/agent/state'] = inbox({ state: 'away', reason: 'lunch' })
  await userEvent.selectOptions(state, 'Away: lunch')
  expect(asked).toEqual(['POST /api/v1/agent/state {"state":"away","reason":"lunch"}'])
  expect(state.selectedOptions[0]?.textContent).toBe('Away: lunch')
})

test('[queue R7] an offer says who waits, for how long and what they answered, and marks the title', async () => {
  const { says } = await open()
  says(inbox({ offers: [offer(1, 'Vera'), offer(2, 'Wim')] }))
  const [first, second] = screen.getAllByRole('alertdialog')
  expect(first).toBe(screen.getByRole('alertdialog', { name: 'Incoming request from Vera' }))
  expect(second).toBe(screen.getByRole('alertdialog', { name: 'Incoming request from Wim' }))
  expect(first?.textContent).toMatch(/Billing.*waiting 1:0\d.*What is it about\?.*A bill.*Answer within 0:[23]\d/)
  expect(document.title).toMatch(/^\(2\) /)
  says(inbox())
  expect(screen.queryByRole('alertdialog')).toBeNull()
  expect(document.title).not.toMatch(/^\(/)
  expect(await screen.findByText('The request from Wim is no longer open')).toBeTruthy()
})

test('[transfer R11] G2: a session that is handed over says who gives it, how long its customer waited in all, and the message as text', async () => {
  const { says } = await open()
  const message = '<b>May</b> &amp; June'
  says(inbox({ offers: [{ ...offer(1, 'Vera'), transfer: { from: 'Anna', message } }] }))
  const card = screen.getByRole('alertdialog', { name: 'Incoming request from Vera' })
  expect(card.textContent).toMatch(/waited 1:0\d in all.*Anna hands this session over<b>May<\/b> &amp; June/)
  expect(card.querySelector('b')).toBeNull()
  const described = (card.getAttribute('aria-describedby') ?? '').split(' ')
  expect(described.map((id) => document.getElementById(id)?.textContent).join(' ')).toContain(
    'Anna hands this session over',
  )
  says(inbox({ offers: [{ ...offer(1, 'Vera'), transfer: { from: 'Anna', message: '' } }] }))
  expect(screen.queryByLabelText('Message', { selector: 'blockquote' })).toBeNull()
})

test('D2: what is clicked or pressed in the first moment answers nothing; then it does, and goes to the session', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { router, says } = await open()
  answers[`/api/v1/agent/offers/${idOf(1)}/accept`] = { sessionId: SESSION }
  says(inbox({ offers: [offer(1, 'Vera')] }))
  const accept = screen.getByRole('button', { name: 'Accept' })
  expect(accept.getAttribute('aria-disabled')).toBe('true')
  fireEvent.click(accept)
  fireEvent.keyDown(document.body, altA)
  expect(asked).toEqual([])
  await act(() => vi.advanceTimersByTimeAsync(700))
  expect(accept.getAttribute('aria-disabled')).toBeNull()
  fireEvent.keyDown(document.body, altA)
  await vi.waitFor(() => expect(router.state.location.pathname).toBe(`/console/sessions/${SESSION}`))
  expect(asked).toEqual([`POST /api/v1/agent/offers/${idOf(1)}/accept`])
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('D2: an offer that moves up where another one was waits a moment again', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { says } = await open()
  says(inbox({ offers: [offer(1, 'Vera'), offer(2, 'Wim')] }))
  await act(() => vi.advanceTimersByTimeAsync(700))
  fireEvent.keyDown(document.body, { key: 'd', code: 'KeyD', altKey: true })
  await vi.waitFor(() => expect(screen.queryByRole('alertdialog', { name: /Vera/ })).toBeNull())
  fireEvent.keyDown(document.body, altA)
  expect(asked).toEqual([`POST /api/v1/agent/offers/${idOf(1)}/decline`])
  const decline = within(screen.getByRole('alertdialog', { name: /Wim/ })).getByRole('button', { name: 'Decline' })
  expect(decline.getAttribute('aria-disabled')).toBe('true')
})

test('D2: an offer takes the focus where nothing has it, and never from where somebody types', async () => {
  const { says } = await open()
  const message = screen.getByLabelText('Message')
  message.focus()
  says(inbox({ offers: [offer(1, 'Vera')] }))
  expect(document.activeElement).toBe(message)
  says(inbox())
  message.blur()
  says(inbox({ offers: [offer(2, 'Wim')] }))
  expect(document.activeElement).toBe(screen.getByRole('alertdialog'))
})

test('[queue R8] who did not answer hears why they are away now', async () => {
  const { says } = await open()
  says(inbox({ offers: [offer(1, 'Vera')] }))
  says(inbox({ state: 'away', reason: 'missed' }))
  expect(await screen.findByText('You are away now')).toBeTruthy()
  expect(screen.getByText(/Nobody answered the request from Vera/)).toBeTruthy()
})

test('[queue R8] rings as loud as was chosen until no offer is open, and not at all where that was chosen', async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true })
  const { says } = await open()
  changeAlerts({ volume: 0.8 })
  says(inbox({ offers: [offer(1, 'Vera')] }))
  await act(() => vi.advanceTimersByTimeAsync(6_000))
  expect(vi.mocked(chime).mock.calls).toEqual([[0.8], [0.8], [0.8]])
  act(() => changeAlerts({ sound: false }))
  await act(() => vi.advanceTimersByTimeAsync(6_000))
  act(() => changeAlerts({ sound: true }))
  says(inbox())
  await act(() => vi.advanceTimersByTimeAsync(6_000))
  expect(chime).toHaveBeenCalledTimes(4)
})

test('an offer shows on the desktop while somebody looks elsewhere, once they allowed it by a click', async () => {
  const shown = new Set<string>()
  class Desktop extends EventTarget {
    static permission = 'default'
    static requestPermission = vi.fn<() => Promise<string>>(() => Promise.resolve((Desktop.permission = 'granted')))
    readonly title: string
    constructor(title: string) {
      super()
      this.title = title
      shown.add(title)
    }
    close(): void {
      shown.delete(this.title)
    }
  }
  vi.stubGlobal('Notification', Desktop)
  vi.spyOn(document, 'hasFocus').mockReturnValue(false)
  const { says } = await open()
  says(inbox({ offers: [offer(1, 'Vera')] }))
  expect([...shown]).toEqual([])
  expect(Desktop.requestPermission).not.toHaveBeenCalled()
  await userEvent.click(screen.getByRole('button', { name: 'Allow notifications' }))
  await vi.waitFor(() => expect(screen.queryByRole('button', { name: 'Allow notifications' })).toBeNull())
  says(inbox({ offers: [offer(2, 'Wim')] }))
  expect([...shown]).toEqual(['Incoming request from Wim'])
  says(inbox())
  expect([...shown]).toEqual([])
})

test('[queue R13] [queue R15] an offer says what its visitor needs, what of it the agent lacks, and when it is of another queue', async () => {
  const { says } = await open()
  const needs = [
    { skill: 'Printers', level: 3, have: true },
    { skill: 'Spanish', level: 2, have: false },
  ]
  says(inbox({ offers: [{ ...offer(1, 'Vera'), needs, fromOtherQueue: true }, offer(2, 'Wim')] }))
  const card = screen.getByRole('alertdialog', { name: 'Incoming request from Vera' })
  expect(card.textContent).toMatch(/You help out: this queue is not one of yours/)
  expect(card.textContent).toMatch(/Needs Printers 3, Spanish 2/)
  expect(card.textContent).toMatch(/You do not have Spanish 2\./)
  expect(screen.getByRole('alertdialog', { name: 'Incoming request from Wim' }).textContent).not.toMatch(
    /Needs|help out/,
  )
})

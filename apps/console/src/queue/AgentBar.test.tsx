// @vitest-environment happy-dom
import type { Inbox, WaitingVisitor } from '@deskside/protocol'
import { createLiveClient } from '@deskside/realtime'
import { ToastProvider, TooltipProvider } from '@deskside/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider, createMemoryHistory, createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveProvider } from '../platform/live.tsx'
import { createQueries } from '../platform/queries.ts'
import { AgentBar } from './AgentBar.tsx'

const SESSION = '6f2b9f0e-3c54-4c8e-9a43-8d3a6f0f5d11'
const idOf = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`
const inbox = (more: Partial<Inbox> = {}): Inbox => ({
  state: 'available',
  reason: null,
  wrapUpUntil: null,
  capacity: 3,
  used: 1,
  queues: [{ id: idOf(9), name: 'Billing', waiting: 2, longestSince: Date.now() - 65_000, mayChoose: true }],
  offers: [],
  ...more,
})
const visitor = (n: number, name: string, more: Partial<WaitingVisitor> = {}): WaitingVisitor => ({
  entryId: idOf(n),
  name,
  answers: [{ label: 'About', answer: `The bill of ${name}` }],
  place: 'Europe/Rome',
  waitingSince: Date.now() - 65_000,
  needs: [],
  offered: false,
  escalated: false,
  ...more,
})
const WAITING = `/api/v1/agent/queues/${idOf(9)}/waiting`

let asked: string[] = []
let answers: Record<string, unknown> = {}

beforeEach(() => {
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
})

async function open(first: Inbox) {
  const client = createLiveClient({ as: 'representative' })
  const root = createRootRoute({
    component: () => (
      <QueryClientProvider client={createQueries()}>
        <ToastProvider>
          <TooltipProvider>
            <LiveProvider client={client}>
              <AgentBar />
            </LiveProvider>
          </TooltipProvider>
        </ToastProvider>
      </QueryClientProvider>
    ),
  })
  const session = createRoute({ getParentRoute: () => root, path: '/console/sessions/$sessionId' })
  const routeTree = root.addChildren([session])
  const router = createRouter({ routeTree, history: createMemoryHistory({ initialEntries: ['/'] }) })
  render(<RouterProvider router={router as never} />)
  await act(() => router.load())
  const says = (said: Inbox) => act(() => client.inbox.handle({ t: 'inbox', inbox: said }))
  says(first)
  return { router, says }
}

test('how much of what an agent may do at once is done is said, and in wrap-up what is left of it; it can be ended', async () => {
  const { says } = await open(inbox())
  expect(screen.getByText('1 of 3')).toBeTruthy()
  expect(screen.queryByRole('button', { name: 'Finish now' })).toBeNull()
  says(inbox({ state: 'wrap-up', wrapUpUntil: Date.now() + 42_000, used: 0 }))
  expect(screen.getByRole<HTMLSelectElement>('combobox', { name: 'My state' }).value).toBe('wrap-up')
  expect(within(screen.getByRole('group', { name: 'Wrap-up' })).getByText(/^0:4\d$/)).toBeTruthy()
  answers['/api/v1/agent/state'] = inbox({ used: 0 })
  await userEvent.click(screen.getByRole('button', { name: 'Finish now' }))
  expect(asked).toContain('POST /api/v1/agent/state {"state":"available"}')
  await vi.waitFor(() => expect(screen.queryByRole('group', { name: 'Wrap-up' })).toBeNull())
})

test('[queue R18] who may choose sees who waits as it is now, and takes somebody after saying once more whom', async () => {
  const { router, says } = await open(inbox())
  answers[WAITING] = { waiting: [visitor(1, 'Vera'), visitor(2, '<b>Wim</b>', { offered: true, escalated: true })] }
  await userEvent.click(screen.getByRole('button', { name: 'Choose from Billing' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Waiting in Billing' }))
  expect((await dialog.findAllByRole('listitem')).map(({ textContent }) => textContent)).toEqual([
    expect.stringMatching(/Vera.*1:0\d.*Europe\/Rome.*The bill of Vera/),
    expect.stringMatching(/<b>Wim<\/b>.*goes first by now.*an agent is being asked/),
  ])
  // Somebody left: it is said without a click.
  answers[WAITING] = { waiting: [visitor(2, '<b>Wim</b>')] }
  const [queue] = inbox().queues
  says(inbox({ queues: queue ? [{ ...queue, waiting: 1 }] : [] }))
  await vi.waitFor(() => expect(dialog.getAllByRole('listitem')).toHaveLength(1))
  await userEvent.click(dialog.getByRole('button', { name: 'Take <b>Wim</b>' }))
  const question = within(await screen.findByRole('alertdialog', { name: 'Take <b>Wim</b>?' }))
  expect(asked.some((call) => call.includes('/choose'))).toBe(false)
  answers['/api/v1/agent/choose'] = { sessionId: SESSION }
  await userEvent.click(question.getByRole('button', { name: 'Take' }))
  await vi.waitFor(() => expect(router.state.location.pathname).toBe(`/console/sessions/${SESSION}`))
  expect(asked).toContain(`POST /api/v1/agent/choose {"entryId":"${idOf(2)}"}`)
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('where nobody may choose there is no button for it', async () => {
  const [queue] = inbox().queues
  await open(inbox({ queues: queue ? [{ ...queue, mayChoose: false }] : [] }))
  expect(screen.queryByRole('button', { name: /^Choose/ })).toBeNull()
})

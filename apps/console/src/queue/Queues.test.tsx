// @vitest-environment happy-dom
import { errorBody } from '@deskside/protocol'
import type { AgentRow, Queue, UserRow } from '@deskside/protocol'
import { TooltipProvider } from '@deskside/ui'
import { QueryClientProvider } from '@tanstack/react-query'
import { cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, expect, test, vi } from 'vitest'
import { createQueries } from '../platform/queries.ts'
import { Queues } from './Queues.tsx'
import { newDraft, settingsOf } from './draft.ts'

const user = (id: string, name: string, more: Partial<UserRow> = {}): UserRow => ({
  id,
  name,
  email: `${id}@example.com`,
  role: 'representative',
  disabled: false,
  createdAt: 0,
  ...more,
})
const USERS = [user('rita', 'Rita Rep'), user('rob', 'Rob Rep'), user('gus', 'Gus Gone', { disabled: true })]
const AGENTS: readonly AgentRow[] = [
  {
    id: 'rita',
    name: 'Rita Rep',
    email: 'rita@example.com',
    queues: [],
    settings: { capacity: 3, skills: [{ skill: 'Spanish', level: 4 }] },
  },
]
const queue = (more: Partial<Queue> = {}): Queue => ({
  ...settingsOf({ ...newDraft('UTC'), name: 'Billing', slug: 'billing', agentIds: ['rita'] }),
  id: '6f2b9f0e-3c54-4c8e-9a43-8d3a6f0f5d11',
  waiting: 0,
  ...more,
})

// The list of all time zones of the world is long, and looked through for every name below.
vi.spyOn(Intl, 'supportedValuesOf').mockReturnValue(['Europe/Berlin'])
// A whole form, key by key.
vi.setConfig({ testTimeout: 30_000 })

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

interface Asked {
  readonly call: string
  readonly body: unknown
}

/** The administration's queues; `refuses` is what the server says to the first change. */
async function open(queues: readonly Queue[], refuses?: ReturnType<typeof errorBody>) {
  const asked: Asked[] = []
  let refusal = refuses
  vi.stubGlobal('fetch', (path: string, { method, body }: RequestInit) => {
    if (method === 'GET')
      return Promise.resolve(Response.json(path.endsWith('/agents') ? { agents: AGENTS } : { queues }))
    asked.push({ call: `${method} ${path}`, body: typeof body === 'string' ? JSON.parse(body) : undefined })
    const said = refusal
    refusal = undefined
    return Promise.resolve(said ? Response.json(said, { status: 409 }) : Response.json(null))
  })
  render(
    <QueryClientProvider client={createQueries()}>
      <TooltipProvider>
        <Queues siteUrl="https://help.example" users={USERS} />
      </TooltipProvider>
    </QueryClientProvider>,
  )
  await screen.findAllByRole('button', { name: 'Add a queue' })
  return asked
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))

test('where there is no queue, what to do is said; where there is one, its address, state and agents', async () => {
  await open([])
  expect(await screen.findByText('There are no queues yet')).toBeTruthy()
  cleanup()
  const always = Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }])
  await open([queue({ waiting: 3, hours: { timeZone: 'UTC', week: always, holidays: [] } })])
  expect(await screen.findByRole('link', { name: 'https://help.example/q/billing' })).toBeTruthy()
  const words = screen.getByRole('listitem').textContent
  expect(words).toMatch(/Open now/)
  expect(words).toMatch(/3 waiting/)
  expect(words).toMatch(/Agents: Rita Rep/)
})

test('a new queue is made by its name, its questions and its agents', async () => {
  const asked = await open([])
  await screen.findByText('There are no queues yet')
  await press('Add a queue')
  const dialog = within(await screen.findByRole('dialog', { name: 'Add a queue' }))
  await userEvent.type(dialog.getByLabelText('Name'), 'Bills & Co')
  expect(dialog.getByLabelText<HTMLInputElement>('Address').value).toBe('bills-co')
  await press('Add a question')
  await userEvent.keyboard('What is it about?')
  await press('Add a question')
  await userEvent.keyboard('Telephone')
  const second = within(dialog.getByRole('group', { name: 'Question 2' }))
  await userEvent.selectOptions(second.getByLabelText('Answer'), 'Telephone number')
  second.getByRole('button', { name: 'Move question 2 up' }).focus()
  await userEvent.keyboard('{Enter}')
  expect(screen.getByText('Question 2 is now question 1 of 2.')).toBeTruthy()
  await press('Remove the hours 09:00 to 17:00 of Monday')
  expect(dialog.queryByLabelText(/Gus Gone/)).toBeNull()
  await userEvent.click(dialog.getByLabelText(/Rob Rep/))
  await userEvent.click(dialog.getByLabelText('Most idle'))
  await press('Save')
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(asked).toMatchObject([
    {
      call: 'POST /api/v1/queues',
      body: {
        name: 'Bills & Co',
        slug: 'bills-co',
        distribution: 'most-idle',
        agentIds: ['rob'],
        hours: { week: [[], [{ from: 540, to: 1020 }], {}, {}, {}, [], []] },
        form: [
          { label: 'Telephone', kind: 'phone' },
          { label: 'What is it about?', kind: 'text' },
        ],
      },
    },
  ])
})

test('what is wrong stands at its field, here or from the server, and nothing is lost', async () => {
  const asked = await open([queue()], errorBody('queue.address-taken'))
  await userEvent.click(await screen.findByRole('button', { name: 'Change Billing' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Change Billing' }))
  const seconds = dialog.getByLabelText('Seconds to answer')
  await userEvent.clear(seconds)
  await userEvent.type(seconds, '3')
  await press('Save')
  expect(dialog.getByText('From 5 to 300 seconds.')).toBeTruthy()
  expect(document.activeElement).toBe(seconds)
  expect(asked).toEqual([])
  await userEvent.type(seconds, '0')
  await press('Save')
  expect(await dialog.findByText(/Another queue has this address/)).toBeTruthy()
  const address = dialog.getByLabelText('Address')
  expect(document.activeElement).toBe(address)
  await press('Cancel')
  await userEvent.click(await screen.findByRole('button', { name: 'Go on editing' }))
  await userEvent.type(address, '-2')
  await press('Save')
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  expect(asked.at(-1)).toMatchObject({
    call: `PUT /api/v1/queues/${queue().id}`,
    body: { slug: 'billing-2', acceptSeconds: 30 },
  })
})

test('before a queue is deleted it is said how many lose their place', async () => {
  const asked = await open([queue({ waiting: 2 })])
  await userEvent.click(await screen.findByRole('button', { name: 'Delete Billing' }))
  const question = within(await screen.findByRole('alertdialog', { name: 'Delete Billing?' }))
  expect(question.getByText('2 people wait in it now and lose their places.')).toBeTruthy()
  await userEvent.click(question.getByRole('button', { name: 'Delete' }))
  await vi.waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(asked.map(({ call }) => call)).toEqual([`DELETE /api/v1/queues/${queue().id}`])
})

test('how visitors are served is set by skills, wrap-up, overflow and what is asked at the beginning', async () => {
  const other = queue({ id: '0b6f3c0a-58d6-4f59-8c53-7f2e51f1b0aa', slug: 'night', name: 'Night' })
  const about = { id: crypto.randomUUID(), label: 'About', kind: 'choice', required: true, options: ['Cards'] } as const
  const asked = await open([queue({ form: [{ ...about, options: ['Cards', 'Invoices'] }] }), other])
  await userEvent.click(await screen.findByRole('button', { name: 'Change Billing' }))
  const dialog = within(await screen.findByRole('dialog', { name: 'Change Billing' }))
  await press('Add a skill')
  await userEvent.keyboard('Spanish')
  const need = within(dialog.getByRole('group', { name: 'Needed skill 1' }))
  await userEvent.selectOptions(need.getByLabelText('At least'), '3, knows it well')
  await userEvent.type(need.getByLabelText(/^Also without it after/), '90')
  expect(need.getByText('Empty: never. That is 1:30 minutes.')).toBeTruthy()
  await userEvent.selectOptions(need.getByLabelText('Needed of'), 'who chose About: Invoices')
  await userEvent.selectOptions(dialog.getByLabelText(/^Ask for when/), 'To see the customer’s desktop')
  await userEvent.click(dialog.getByLabelText('Also ask another queue’s agents'))
  await userEvent.clear(dialog.getByLabelText(/^They wait longer than/))
  await press('Save')
  expect(dialog.getByText('Say when: choose at least one of these.')).toBeTruthy()
  expect(within(dialog.getByRole('navigation')).getByRole('button', { name: 'Long waits 1 to mend' })).toBeTruthy()
  await userEvent.click(dialog.getByLabelText(/own agents is available/))
  await userEvent.type(dialog.getByLabelText('Pages that may carry it'), 'https://shop.example{Enter}shop.example/a')
  await press('Save')
  expect(document.activeElement).toBe(dialog.getByLabelText('Pages that may carry it'))
  expect(dialog.getByText(/“shop.example\/a”: Write an address without a path/)).toBeTruthy()
  await userEvent.keyboard('{Backspace}{Backspace}'.repeat(7))
  await press('Save')
  await vi.waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const saved = asked.at(-1)?.body as Queue | undefined
  expect(saved?.serving).toMatchObject({
    needs: [{ skill: 'Spanish', level: 3, relaxAfterSeconds: 90, when: { fieldId: about.id, option: 'Invoices' } }],
    request: 'desktop.view',
    overflow: { toQueueId: other.id, afterSeconds: null, whenWaiting: null, whenNobody: true },
  })
  expect(saved?.visiting.embed.origins).toEqual(['https://shop.example'])
})

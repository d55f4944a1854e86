// @vitest-environment happy-dom
import { errorBody } from '@deskside/protocol'
import type { CustomerStanding, Entrance, ErrorBody, Place } from '@deskside/protocol'
import { act, cleanup, render, screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { QueueView } from './QueueView.tsx'

const MAIL = '0199ab10-0000-7000-8000-00000000000a'
const TOPIC = '0199ab10-0000-7000-8000-00000000000b'
const STORY = '0199ab10-0000-7000-8000-00000000000c'
const ENTRANCE: Entrance = {
  name: 'Billing',
  description: 'All about bills.',
  siteName: 'Acme Support',
  form: [
    { id: MAIL, label: 'E-mail', kind: 'email', required: true, options: [] },
    { id: TOPIC, label: 'Topic', kind: 'choice', required: false, options: ['A bill', 'A refund'] },
    { id: STORY, label: 'What happened?', kind: 'long-text', required: false, options: [] },
  ],
  open: true,
  changesAt: null,
  leaves: true,
  embed: { openLabel: 'Get help', closedLabel: 'Leave a message', color: null },
}
const waiting = (position: number): Place => ({
  is: 'waiting',
  queueName: 'Billing',
  slug: 'billing',
  siteName: 'Acme Support',
  name: 'Vera Visitor',
  position,
  estimateSeconds: position * 100,
  since: Date.UTC(2026, 10, 24, 14, 5),
})

/** The server: what it answers, by method and path, and what it was sent. */
const answers = new Map<string, unknown>()
const sent: { readonly key: string; readonly body: unknown }[] = []
class Refusal {
  readonly body: ErrorBody
  constructor(body: ErrorBody) {
    this.body = body
  }
}
async function fakeFetch(path: string, { method = 'GET', body }: RequestInit = {}): Promise<Response> {
  const key = `${method} ${path.replace('/api/v1/', '')}`
  sent.push({ key, body: typeof body === 'string' ? JSON.parse(body) : undefined })
  const answer = answers.get(key)
  if (answer === undefined) throw new TypeError('no line')
  return answer instanceof Refusal ? Response.json(answer.body, { status: 400 }) : Response.json(answer)
}
class Line extends EventTarget {
  static readonly all: Line[] = []
  readonly close = (): void => undefined
  constructor() {
    super()
    Line.all.push(this)
  }
}
const tell = (place: Place): Promise<void> =>
  act(async () => {
    Line.all.at(-1)?.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(place) }))
    await Promise.resolve()
  })

const entered: CustomerStanding[] = []
function open(slug = 'billing'): void {
  render(<QueueView siteName="Acme Support" slug={slug} onStanding={(standing) => entered.push(standing)} />)
}

beforeEach(() => {
  vi.stubGlobal('fetch', fakeFetch)
  vi.stubGlobal('EventSource', Line)
  answers.clear()
  sent.length = 0
  entered.length = 0
  answers.set('GET queue-entry', { is: 'nowhere' })
  answers.set('GET queue-entrances/billing', ENTRANCE)
  answers.set('GET join', { is: 'nobody' })
})
afterEach(() => {
  cleanup()
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('the entrance of a queue', () => {
  it('[queue R2] asks with the right fields, says at each what is wrong, keeps the rest, and takes what is right', async () => {
    const user = userEvent.setup()
    open()
    const name = await screen.findByRole('textbox', { name: 'Your name' })
    const mail = screen.getByRole('textbox', { name: 'E-mail' })
    expect(mail).toMatchObject({ type: 'email', autocomplete: 'email', required: true })
    expect(screen.getByRole('textbox', { name: 'What happened?' })).toMatchObject({ required: false })
    await user.selectOptions(screen.getByRole('combobox', { name: 'Topic' }), 'A refund')
    await user.type(mail, 'vera')
    await user.click(screen.getByRole('button', { name: 'Get help' }))
    expect(document.activeElement).toBe(name)
    expect(name.getAttribute('aria-invalid')).toBe('true')
    expect(mail.getAttribute('aria-invalid')).toBe('true')
    expect(sent.filter(({ key }) => key.startsWith('POST'))).toEqual([])

    await user.type(name, ' Vera Visitor ')
    await user.type(mail, '@example.com')
    answers.set('POST queue-entrances/billing/entries', waiting(3))
    await user.click(screen.getByRole('button', { name: 'Get help' }))
    await screen.findByText('You are number 3 in line.')
    expect(sent.find(({ key }) => key.startsWith('POST'))?.body).toMatchObject({
      name: 'Vera Visitor',
      answers: { [MAIL]: 'vera@example.com', [TOPIC]: 'A refund' },
    })
  })

  it("[queue R2] shows the server's own word at the field that it is about", async () => {
    const user = userEvent.setup()
    open()
    await user.type(await screen.findByRole('textbox', { name: 'Your name' }), 'Vera Visitor')
    const mail = screen.getByRole('textbox', { name: 'E-mail' })
    await user.type(mail, 'vera@example.com')
    const fields = [{ path: `answers.${MAIL}`, message: 'That address cannot get mail.' }]
    answers.set('POST queue-entrances/billing/entries', new Refusal({ ...errorBody('request.invalid'), fields }))
    await user.click(screen.getByRole('button', { name: 'Get help' }))
    await screen.findByText('That address cannot get mail.')
    expect(document.activeElement).toBe(mail)
    answers.set('POST queue-entrances/billing/entries', new Refusal(errorBody('request.too-many')))
    await user.click(screen.getByRole('button', { name: 'Get help' }))
    expect((await screen.findByRole('alert')).textContent).toContain(errorBody('request.too-many').message)
    expect(mail).toMatchObject({ value: 'vera@example.com' })
  })

  it('[queue R1] out of hours it says when it opens, and asks nothing', async () => {
    answers.set('GET queue-entrances/billing', { ...ENTRANCE, open: false, changesAt: Date.now() + 3 * 86_400_000 })
    open()
    await screen.findByText('We are closed right now.')
    expect(screen.getByText(/^We open again/).textContent).toMatch(/We open again on .+ at .+, in your time\./)
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(screen.queryByRole('button', { name: 'Get help' })).toBeNull()
  })

  it('at an address without a queue says so, and shows the way to the number', async () => {
    answers.set('GET queue-entrances/billing', new Refusal(errorBody('queue.not-found')))
    open()
    expect((await screen.findByRole('link')).getAttribute('href')).toBe('/')
    expect(screen.getByRole('heading').textContent).toBe('There is no line to wait in at this address')
  })
})

describe('waiting in line', () => {
  it('[queue R4] shows position, estimate and since when, also in the title of the tab', async () => {
    answers.set('GET queue-entry', waiting(3))
    open()
    const heading = await screen.findByRole('heading', { name: 'Waiting for help: Billing' })
    expect(document.activeElement).toBe(heading)
    expect(screen.getByText('We think it takes about 5 minutes.')).toBeTruthy()
    expect(screen.getByText(/since/).textContent).toMatch(/Vera Visitor, you have been waiting since \d\d:\d\d/)
    expect(document.title).toBe('Number 3 in line – Acme Support')
    await tell(waiting(2))
    expect(screen.getByText('You are number 2 in line.')).toBeTruthy()
    expect(document.title).toBe('Number 2 in line – Acme Support')
  })

  it('[queue R4] speaks when the position changes, at most every 15 s, and then only the last word', async () => {
    vi.useFakeTimers()
    const pass = (ms: number): Promise<void> => act(() => vi.advanceTimersByTimeAsync(ms).then(() => undefined))
    answers.set('GET queue-entry', waiting(4))
    open()
    await pass(10)
    const spoken = (): string | null => screen.getByRole('status').textContent
    expect(spoken()).toBe('You are number 4 in line. We think it takes about 7 minutes.')
    await tell({ ...waiting(4), estimateSeconds: 30 } as Place)
    await pass(20_000)
    expect(spoken()).toContain('7 minutes')
    await tell(waiting(3))
    await pass(10)
    expect(spoken()).toContain('number 3')
    await tell(waiting(2))
    await pass(5_000)
    await tell(waiting(1))
    await pass(5_000)
    expect(spoken()).toContain('number 3')
    await pass(5_000)
    expect(spoken()).toContain('number 1 in line: you are next')
  })

  it('leaves after a question whose first answer is to stay, and comes back with what was typed', async () => {
    const user = userEvent.setup()
    open()
    await user.type(await screen.findByRole('textbox', { name: 'Your name' }), 'Vera Visitor')
    await user.type(screen.getByRole('textbox', { name: 'E-mail' }), 'vera@example.com')
    answers.set('POST queue-entrances/billing/entries', waiting(1))
    answers.set('GET queue-entry', waiting(1))
    await user.click(screen.getByRole('button', { name: 'Get help' }))
    await user.click(await screen.findByRole('button', { name: 'Leave' }))
    const question = await screen.findByRole('alertdialog', { name: 'Leave the line?' })
    await vi.waitFor(() => expect(document.activeElement?.textContent).toBe('Stay'))
    await user.click(within(question).getByRole('button', { name: 'Leave' }))
    expect(await within(question).findByRole('alert')).toBeTruthy()
    answers.set('DELETE queue-entry', { is: 'gone', slug: 'billing' })
    await user.click(within(question).getByRole('button', { name: 'Leave' }))
    await screen.findByText(/You left the line/)
    expect(screen.getByRole('textbox', { name: 'Your name' })).toMatchObject({ value: 'Vera Visitor' })
    expect(screen.getByRole('textbox', { name: 'E-mail' })).toMatchObject({ value: 'vera@example.com' })
  })

  it('says that the line is lost, and that a place was given up', async () => {
    answers.set('GET queue-entry', waiting(1))
    open()
    await screen.findByRole('heading', { name: /Waiting for help/ })
    act(() => void Line.all.at(-1)?.dispatchEvent(new Event('error')))
    expect(screen.getByRole('alert').textContent).toContain('Your connection was interrupted')
    cleanup()
    answers.set('GET queue-entry', { is: 'gone', slug: 'billing' })
    open()
    await screen.findByText(/You are no longer in line/)
    expect(screen.getByRole('button', { name: 'Get help' })).toBeTruthy()
  })

  it('goes into the session when an agent accepted, and says who helps', async () => {
    answers.set('GET queue-entry', waiting(1))
    open()
    await screen.findByRole('heading', { name: /Waiting for help/ })
    const standing = { is: 'admitted', sessionId: MAIL, participantId: TOPIC, name: 'Vera Visitor' }
    answers.set('POST queue-entry/enter', standing)
    let answer: (() => void) | undefined
    const held = new Promise<void>((resolve) => (answer = resolve))
    vi.stubGlobal('fetch', (path: string, init: RequestInit) => held.then(() => fakeFetch(path, init)))
    await tell({ is: 'accepted', agentName: 'Rita Rep' })
    expect(screen.getByRole('heading').textContent).toBe('Rita Rep helps you now')
    expect(document.title).toBe('Rita Rep helps you – Acme Support')
    answer?.()
    await vi.waitFor(() => expect(entered).toEqual([standing]))
  })
})

describe('back in line', () => {
  it('[queue R23] says whose connection was lost, and that the time counts', async () => {
    answers.set('GET queue-entry', { ...waiting(1), lostAgentName: 'Rita Rep' })
    open()
    const said = await screen.findByText(/lost the connection/)
    expect(said.textContent).toBe('Rita Rep lost the connection. You are back in line, with the time you waited.')
  })
})

import type { Page } from '@playwright/test'
import { clickAt, controlDesktop, heldOn, helped } from '../control-session.ts'
import type { Helped } from '../control-session.ts'
import type { Desktop, Terminal } from '../desktop.ts'
import type { House } from '../house.ts'
import { SupportManager, allowInPanel, passOf } from '../support-manager.ts'
import { expect, meet, test } from '../world.ts'
import type { Browser } from '@playwright/test'

const NOTHING = { keys: false, buttons: false }
const PICTURE = { name: "Customer's desktop" }

interface Typing {
  readonly rep: Page
  readonly terminal: Terminal
}

/** The representative's keyboard is in the terminal, and does something there. */
async function startTyping({ rep, terminal }: Typing): Promise<void> {
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.press('s')
  await expect.poll(() => terminal.text()).toBe('s')
}

/** Moves the mouse as a person does who does not stop, until told to. */
function personMoves(desktop: Desktop): () => Promise<void> {
  const moves = 'while :; do xdotool mousemove_relative -- 2 1; xdotool mousemove_relative -- -2 -1; done'
  const hand = desktop.start('bash', ['-c', moves])
  return async () => {
    const gone = new Promise((resolve) => hand.once('exit', resolve))
    hand.kill('SIGKILL')
    await gone
  }
}

async function requestPaste(rep: Page): Promise<void> {
  await rep.getByRole('button', { name: 'Clipboard', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Paste There' }).click()
  await rep.keyboard.press('Escape')
}

test('[control R4] C11: while the person moves the mouse nothing is held or typed, the page and the panel say so, and then it goes on', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep, panel } = session
  await startTyping({ rep, terminal })
  await rep.keyboard.down('ArrowLeft')
  await expect.poll(() => heldOn(desktop)).toEqual({ keys: true, buttons: false })
  // What the representative does is not taken for the person.
  await expect(panel.getByText('controls your computer')).toHaveCSS('opacity', '1')
  const before = terminal.text()
  const rest = personMoves(desktop)
  await expect(rep.getByText('Carla Customer is using the mouse or keyboard. Wait a moment.')).toBeVisible()
  await expect(panel.getByRole('status')).toHaveText('You are using the mouse or keyboard: Rita Rep waits.')
  await expect(panel.getByText('controls your computer')).toHaveCSS('opacity', '0')
  expect(await heldOn(desktop)).toEqual(NOTHING)
  await rep.keyboard.up('ArrowLeft')
  await rep.keyboard.type('not this')
  await rest()
  await expect(rep.getByText('You are in control.')).toBeVisible()
  await expect(panel.getByText('controls your computer')).toHaveCSS('opacity', '1')
  await rep.keyboard.type('but this')
  await expect.poll(() => terminal.text()).toContain('but this')
  expect(terminal.text().slice(before.length)).toBe('but this')
})

test('[control R3] C5: while a question is open the representative’s clicks and keys do nothing, neither there nor in the question', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  await controlDesktop(session)
  const { rep, panel } = session
  await startTyping({ rep, terminal })
  await rep.keyboard.down('ArrowLeft')
  await expect.poll(() => heldOn(desktop)).toEqual({ keys: true, buttons: false })
  await rep.keyboard.up('ArrowLeft')
  await requestPaste(rep)
  const question = panel.getByRole('alertdialog', { name: /^Rita Rep asks to put/ })
  await expect(question).toBeVisible()
  await expect(rep.getByText('Carla Customer is being asked something. Wait for the answer.')).toBeVisible()
  const before = terminal.text()
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.type('yes\n')
  await rep.keyboard.down('y')
  expect(await heldOn(desktop)).toEqual(NOTHING)
  await rep.keyboard.up('y')
  await question.getByRole('button', { name: 'Decline' }).click()
  await expect(question).toBeHidden()
  await expect(rep.getByText('You are in control.')).toBeVisible()
  await rep.keyboard.type('after')
  await expect.poll(() => terminal.text()).toContain('after')
  expect(terminal.text().slice(before.length)).toBe('after')
})

test('[control R8] C10: Stop in the panel, the keys Ctrl+Alt+End and a closed panel each end control: what is typed then does not arrive', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel } = session
  const ways: readonly (readonly [string, () => Promise<void>])[] = [
    ['Stop', () => panel.getByRole('button', { name: 'Stop', exact: true }).click()],
    ['Ctrl+Alt+End', () => desktop.keys('ctrl+alt+End')],
    ['closed', () => panel.close()],
  ]
  for (const [way, stop] of ways)
    await test.step(way, async () => {
      await controlDesktop(session)
      const until = terminal.text().length
      await clickAt(rep, terminal.at.x, terminal.at.y)
      await rep.keyboard.type('on')
      await expect.poll(() => terminal.text().slice(until)).toBe('on')
      await rep.keyboard.down('ArrowLeft')
      await expect.poll(() => heldOn(desktop)).toEqual({ keys: true, buttons: false })
      await stop()
      await expect.poll(() => heldOn(desktop)).toEqual(NOTHING)
      const then = terminal.text()
      // Also before the page has heard of it.
      await rep.keyboard.up('ArrowLeft')
      await rep.keyboard.type('off')
      await expect(rep.getByRole('img', PICTURE)).toBeHidden()
      await expect(rep.getByRole('button', { name: 'Request Control' })).not.toHaveAttribute('aria-disabled')
      expect(terminal.text()).toBe(then)
    })
})

/** A representative's page that was changed: it keeps every channel, and says on it what it likes. */
async function changedPage({ rep }: Pick<Helped, 'rep'>): Promise<void> {
  await rep.addInitScript(() => {
    const kept: Record<string, RTCDataChannel> = {}
    Object.assign(globalThis, { kept })
    const make = RTCPeerConnection.prototype.createDataChannel
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = make.call(this, label, options)
      kept[label] = channel
      return channel
    }
  })
  await rep.reload()
  await expect(rep.getByRole('tab', { name: 'Desktop', exact: true })).toBeVisible()
}

/** Says messages on a channel, whatever the page thinks of it. */
async function sayOn(rep: Page, label: string, messages: readonly unknown[]): Promise<void> {
  const open = (name: string) =>
    (globalThis as unknown as { kept: Record<string, RTCDataChannel> }).kept[name]?.readyState === 'open'
  await expect.poll(() => rep.evaluate(open, label)).toBe(true)
  await rep.evaluate(
    ([name, said]) => {
      const channel = (globalThis as unknown as { kept: Record<string, RTCDataChannel> }).kept[name]
      for (const message of said)
        if (typeof message === 'string') channel?.send(Uint8Array.from(atob(message), (c) => c.charCodeAt(0)))
        else channel?.send(JSON.stringify(message))
    },
    [label, messages] as const,
  )
}

test('[control R1] [control R2] C2, C3: a changed page with a permission to look only can neither point, type nor reach the clipboard', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  const copied = desktop.start('xclip', ['-i', '-selection', 'clipboard'])
  copied.stdin?.end('the customer’s own')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel } = session
  await changedPage(session)
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request View' }).click()
  await allowInPanel(panel)
  await expect(rep.getByRole('img', PICTURE)).toBeVisible()
  const { x, y } = terminal.at
  const modifiers = { shift: false, control: false, alt: false, meta: false, altGraph: false, capsLock: false }
  const attack = [
    { t: 'pointer', x, y },
    { t: 'button', x, y, button: 0, down: true },
    { t: 'key', key: 'k', code: 'KeyK', down: true, modifiers },
    { t: 'text', text: 'rm -rf' },
    { t: 'combination', name: 'alt-f4' },
    { t: 'wheel', x, y, dx: 0, dy: 5 },
    { t: 'held' },
  ]
  await sayOn(rep, 'deskside.input', attack)
  const text = Buffer.from('put there').toString('base64')
  await sayOn(rep, 'deskside.clipboard', [{ t: 'content', kind: 'text', bytes: 9 }, text])
  await sayOn(rep, 'deskside.clipboard', [{ t: 'focus', focus: true }])
  expect(await heldOn(desktop)).toEqual(NOTHING)
  // What came before was judged before what comes now, for a channel keeps the order.
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await allowInPanel(panel)
  await expect(rep.getByText('You may use Carla Customer’s desktop: click into the picture.')).toBeVisible()
  await clickAt(rep, x, y)
  await rep.keyboard.type('ok')
  await expect.poll(() => terminal.text()).toBe('ok')
  await sayOn(rep, 'deskside.clipboard', [{ t: 'content', kind: 'text', bytes: 9 }, text])
  await rep.keyboard.type('!')
  await expect.poll(() => terminal.text()).toBe('ok!')
  expect(await desktop.does('xclip', '-o', '-selection', 'clipboard')).toBe('the customer’s own')
})

/** The Support Manager with its own window on the desktop, as the customer has it. */
async function withWindow(house: House, browser: Browser, desktop: Desktop) {
  const meeting = await meet(house, { rep: browser, cust: browser })
  const code = await passOf(meeting.custContext, house)
  const program = await SupportManager.start({ house, desktop, code, window: 'webview' })
  const id = await desktop.windowId('Support Manager')
  return { ...meeting, program, id }
}

/** The person's answer by keys, in the small window: Decline has the focus, Tab leads to Allow. */
async function personAnswers(desktop: Desktop, id: string, answer: 'allow' | 'decline'): Promise<void> {
  const title = () => desktop.does('xdotool', 'getwindowname', id)
  await expect.poll(title).toMatch(/^Please answer/)
  await desktop.does('xdotool', 'windowactivate', '--sync', id)
  if (answer === 'allow') await desktop.keys('Tab')
  // Pressed again until there was time to read.
  await expect
    .poll(async () => {
      await desktop.keys('Return')
      return title()
    })
    .not.toMatch(/^Please answer/)
}

test('[control R3] C6: in the small window on the desktop only the person can answer, stop and close; the representative can not', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal', '40x8+20+560')
  const { rep, program, id } = await withWindow(house, browserHere, desktop)
  await keep(program)
  const title = () => desktop.does('xdotool', 'getwindowname', id)
  await rep.getByRole('tab', { name: 'Desktop', exact: true }).click()
  await rep.getByRole('button', { name: 'Request Control' }).click()
  await personAnswers(desktop, id, 'allow')
  const picture = rep.getByRole('img', PICTURE)
  await expect(picture).toBeVisible()
  await expect(rep.getByText('You may use Carla Customer’s desktop: click into the picture.')).toBeVisible()
  const place = await desktop.areaOf((await title()).trim())
  const everywhere = async (): Promise<void> => {
    for (let y = place.y + 12; y < place.y + place.height; y += 28)
      for (let x = place.x + 30; x < place.x + place.width; x += 90) await clickAt(rep, x, y)
  }
  // Its buttons, whichever they are: Stop at its foot, the one of each permission, its title bar.
  await everywhere()
  await expect(rep.getByText('That is the Support Manager’s window. Only Carla Customer can use it.')).toBeVisible()
  await clickAt(rep, place.x + place.width - 8, place.y - 8)
  await desktop.does('xdotool', 'windowactivate', '--sync', id)
  await expect(rep.getByText('You are in control.').or(rep.getByText('That is the Support'))).toBeVisible()
  await rep.getByRole('button', { name: 'Special keys' }).click()
  await rep.getByRole('menuitem', { name: /^Alt \+ F4/ }).click()
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.type('still')
  await expect.poll(() => terminal.text()).toContain('still')
  // A question of more: neither clicks nor keys of the representative answer it.
  await requestPaste(rep)
  await expect.poll(title).toMatch(/^Please answer/)
  await everywhere()
  await rep.keyboard.press('Tab')
  await rep.keyboard.press('Enter')
  expect(await title()).toMatch(/^Please answer/)
  await personAnswers(desktop, id, 'decline')
  await expect(picture).toBeVisible()
  await desktop.keys('ctrl+alt+End')
  await expect(picture).toBeHidden()
})

import { crc32, deflateSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { clickAt, controlDesktop, helped } from '../control-session.ts'
import type { Desktop } from '../desktop.ts'
import { allowInPanel } from '../support-manager.ts'
import { expect, test } from '../world.ts'

/** Copies on a desktop, as any program does. */
async function copyThere(desktop: Desktop, content: string | Buffer, type = 'UTF8_STRING'): Promise<void> {
  const xclip = desktop.start('xclip', ['-i', '-selection', 'clipboard', '-t', type])
  xclip.stdin?.end(content)
  // It goes on in the background when it has the clipboard.
  await new Promise((resolve) => xclip.once('exit', resolve))
}

const pasteThere = (desktop: Desktop): Promise<string> => desktop.does('xclip', '-o', '-selection', 'clipboard')

/** A small picture of one colour (PNG, W3C). */
function png(width: number, height: number): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const framed = Buffer.alloc(body.length + 8)
    framed.writeUInt32BE(data.length)
    body.copy(framed, 4)
    framed.writeUInt32BE(crc32(body), body.length + 4)
    return framed
  }
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0])
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  const rows = Buffer.alloc((width * 3 + 1) * height, 0x40)
  for (let row = 0; row < height; row += 1) rows[row * (width * 3 + 1)] = 0
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

async function request(rep: Page, panel: Page, label: string): Promise<void> {
  await rep.getByRole('button', { name: /^Clipboard/ }).click()
  await rep.getByRole('button', { name: label }).click()
  await allowInPanel(panel)
  await rep.keyboard.press('Escape')
}

const copyHere = (rep: Page, text: string) => rep.evaluate((t) => navigator.clipboard.writeText(t), text)

/** The size of the picture on the representative's clipboard; text where there is that. */
const onClipboard = (rep: Page): Promise<string> =>
  rep.evaluate(async () => {
    try {
      for (const item of await navigator.clipboard.read()) {
        if (item.types.includes('image/png')) {
          const { width, height } = await createImageBitmap(await item.getType('image/png'))
          return `${width} x ${height}`
        }
        if (item.types.includes('text/plain')) return await (await item.getType('text/plain')).text()
      }
      return ''
    } catch (error) {
      if (error instanceof DOMException && error.name === 'InvalidStateError') return 'just changing'
      throw error
    }
  })

test('[control R9] C2, C8: text and pictures go into the customer’s computer under their own permission, and nothing comes out by it', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  const terminal = await desktop.terminal('Customer terminal')
  await copyThere(desktop, 'the customer’s own')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel, repContext } = session
  await repContext.grantPermissions(['clipboard-read', 'clipboard-write'])
  await copyHere(rep, 'from Rita, before')
  await controlDesktop(session)
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await rep.keyboard.type('in')
  await expect.poll(() => terminal.text()).toBe('in')
  // Control alone brings nothing across.
  expect(await pasteThere(desktop)).toBe('the customer’s own')
  await request(rep, panel, 'Request Paste There')
  await copyHere(rep, 'Grüße von Rita ✓')
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await expect.poll(() => pasteThere(desktop)).toBe('Grüße von Rita ✓')
  await rep.getByRole('textbox', { name: 'Message' }).focus()
  await rep.evaluate(async (data) => {
    const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0))
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })])
  }, png(31, 17).toString('base64'))
  await clickAt(rep, terminal.at.x, terminal.at.y)
  await expect
    .poll(async () => {
      const show = 'xclip -o -selection clipboard -t image/png | base64 -w0'
      const bytes = Buffer.from(await desktop.does('bash', '-c', show), 'base64')
      return bytes.length > 24 ? [bytes.readUInt32BE(16), bytes.readUInt32BE(20)] : []
    })
    .toEqual([31, 17])
  await expect(rep.getByText('You are in control.')).toBeVisible()
  // The other way is another permission.
  await copyThere(desktop, 'never leaves')
  await rep.keyboard.type('!')
  await expect.poll(() => terminal.text()).toBe('in!')
  expect(await onClipboard(rep)).toBe('31 x 17')
})

test('[control R9] C8: what is copied there from the permission on comes out, text and pictures; what was copied before never does', async ({
  house,
  desktop,
  browserHere,
  keep,
}) => {
  await copyThere(desktop, 'copied before')
  const session = await helped(house, browserHere, desktop)
  await keep(session.program)
  const { rep, panel, repContext } = session
  await repContext.grantPermissions(['clipboard-read', 'clipboard-write'])
  await controlDesktop(session)
  await copyHere(rep, 'mine')
  await rep.evaluate(() => {
    const came: string[] = []
    Object.assign(globalThis, { came })
    const write = navigator.clipboard.writeText.bind(navigator.clipboard)
    navigator.clipboard.writeText = (text) => {
      came.push(text)
      return write(text)
    }
  })
  await request(rep, panel, 'Request Copy From There')
  await copyThere(desktop, 'copied after ✓')
  await expect.poll(() => onClipboard(rep)).toBe('copied after ✓')
  expect(await rep.evaluate(() => (globalThis as unknown as { came: string[] }).came)).toEqual(['copied after ✓'])
  await copyThere(desktop, png(23, 11), 'image/png')
  await expect.poll(() => onClipboard(rep)).toBe('23 x 11')
  // And it ends with the permission: what is copied then stays there.
  await rep.getByRole('button', { name: /^Clipboard/ }).click()
  await rep.getByRole('button', { name: /^Stop .*clipboard|^Stop .*cop/i }).click()
  await expect(rep.getByRole('button', { name: 'Request Copy From There' })).toBeVisible()
  await copyThere(desktop, 'copied too late')
  await requestAgain(rep, panel)
  await copyThere(desktop, 'copied last')
  await expect.poll(() => onClipboard(rep)).toBe('copied last')
  expect(await rep.evaluate(() => (globalThis as unknown as { came: string[] }).came)).toEqual([
    'copied after ✓',
    'copied last',
  ])
})

/** The same again, with the list open already. */
async function requestAgain(rep: Page, panel: Page): Promise<void> {
  await rep.getByRole('button', { name: 'Request Copy From There' }).click()
  await allowInPanel(panel)
}

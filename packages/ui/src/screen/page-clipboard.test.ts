import { expect, test, vi } from 'vitest'
import { PageClipboardSender } from './page-clipboard.ts'

function sender(mayRead = true) {
  let copied: readonly [string, BlobPart] | undefined
  const read = vi.fn(async () => {
    if (!copied) return []
    const [type, part] = copied
    return [{ types: [type], getType: async () => new Blob([part], { type }) }] as unknown as ClipboardItems
  })
  const client = { sendText: vi.fn(() => 'sent' as const), sendPng: vi.fn(() => 'sent' as const) }
  const page = new PageClipboardSender({ client, clipboard: { read }, mayRead: async () => mayRead })
  return { page, client, read, copy: (type: string, part: BlobPart) => (copied = [type, part]) }
}

test('D2: what was copied here is sent once, until something else is copied', async () => {
  const { page, client, copy } = sender()
  expect(await page.sendNew()).toBe('nothing')
  copy('text/plain', 'one')
  expect(await page.sendNew()).toBe('sent')
  expect(await page.sendNew()).toBe('nothing')
  copy('text/plain', 'two')
  expect(await page.sendNew()).toBe('sent')
  expect(client.sendText.mock.calls).toEqual([['one'], ['two']])
  // A button sends it again all the same.
  expect(await page.send()).toBe('sent')
  expect(client.sendText).toHaveBeenCalledTimes(3)
})

test('D2: pictures are sent, too, and told apart by their bytes', async () => {
  const { page, client, copy } = sender()
  copy('image/png', new Uint8Array([1, 2]))
  expect(await page.sendNew()).toBe('sent')
  expect(await page.sendNew()).toBe('nothing')
  copy('image/png', new Uint8Array([1, 3]))
  expect(await page.sendNew()).toBe('sent')
  expect(client.sendPng.mock.calls).toEqual([[new Uint8Array([1, 2])], [new Uint8Array([1, 3])]])
})

test('[control R9] C8: a page that may not read without asking reads only when a button is pressed', async () => {
  const { page, client, read, copy } = sender(false)
  copy('text/plain', 'one')
  expect(await page.sendNew()).toBe('denied')
  expect(read).not.toHaveBeenCalled()
  expect(await page.send()).toBe('sent')
  expect(client.sendText).toHaveBeenCalledOnce()
})

test('D2: a refusal of the browser is told, and nothing is sent', async () => {
  const { page, client, read } = sender()
  read.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))
  expect(await page.send()).toBe('denied')
  expect(client.sendText).not.toHaveBeenCalled()
})

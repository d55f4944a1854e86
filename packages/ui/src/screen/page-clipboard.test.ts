import { expect, test, vi } from 'vitest'
import { PageClipboardSender, watchMayRead } from './page-clipboard.ts'

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

test('D2: whether it may read without asking is told at once and when it changes; a browser without that permission may not', async () => {
  const permission = Object.assign(new EventTarget(), { state: 'prompt' })
  const query = vi.fn().mockResolvedValueOnce(permission).mockRejectedValueOnce(new TypeError('No such name.'))
  vi.stubGlobal('navigator', { permissions: { query } })
  const said: boolean[] = []
  const end = watchMayRead((may) => said.push(may))
  await vi.waitFor(() => expect(said).toEqual([false]))
  permission.state = 'granted'
  permission.dispatchEvent(new Event('change'))
  expect(said).toEqual([false, true])
  end()
  permission.dispatchEvent(new Event('change'))
  expect(said).toHaveLength(2)
  const elsewhere = vi.fn()
  watchMayRead(elsewhere)
  await vi.waitFor(() => expect(elsewhere).toHaveBeenCalledExactlyOnceWith(false))
  vi.unstubAllGlobals()
})

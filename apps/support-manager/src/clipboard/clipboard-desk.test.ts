import { ClipboardClient } from '@deskside/realtime'
import type { ClipboardChannel } from '@deskside/realtime'
import { beforeEach, expect, test } from 'vitest'
import { ClipboardDesk } from './clipboard-desk.ts'
import type { ClipboardContent } from './clipboard-port.ts'

/** One end of a channel that takes everything at once, as long as nobody holds it back. */
class End extends EventTarget {
  readyState = 'open'
  bufferedAmount = 0
  bufferedAmountLowThreshold = 0
  other: End | undefined
  sent = 0
  held = false

  send(data: string | Uint8Array): void {
    this.sent += 1
    if (this.held) this.bufferedAmount += data.length
    const copy = typeof data === 'string' ? data : data.slice().buffer
    this.other?.dispatchEvent(new MessageEvent('message', { data: copy }))
  }

  close(): void {
    this.readyState = 'closed'
    this.dispatchEvent(new Event('close'))
  }
}

let allowed = { in: false, out: false }
let changed: () => void
let copied: ((content: ClipboardContent) => void) | undefined
let written: ClipboardContent[]
let onPage: string[]
let near: End
let far: End
let client: ClipboardClient
let desk: ClipboardDesk

beforeEach(() => {
  allowed = { in: false, out: false }
  copied = undefined
  written = []
  onPage = []
  near = new End()
  far = new End()
  near.other = far
  far.other = near
  client = new ClipboardClient(near as unknown as ClipboardChannel, {
    write: () => Promise.reject(new DOMException('no', 'NotAllowedError')),
    writeText: (text) => Promise.resolve(void onPage.push(text)),
  })
  client.handleGranted({ in: true, out: true })
  desk = new ClipboardDesk({
    channel: far as unknown as ClipboardChannel,
    permit: {
      in: () => allowed.in,
      out: () => allowed.out,
      onChange: (listener) => {
        changed = listener
        return () => undefined
      },
    },
    clipboard: {
      watch: (listener) => {
        copied = listener
        return () => (copied = undefined)
      },
      write: (content) => Promise.resolve(void written.push(content)),
      close: () => undefined,
    },
    failed: (error) => {
      throw error
    },
  })
})

class ClipboardItemLike implements ClipboardItem {
  readonly types: readonly string[]
  readonly presentationStyle = 'unspecified' as const
  readonly #parts: Record<string, string>
  constructor(parts: Record<string, string>) {
    this.types = Object.keys(parts)
    this.#parts = parts
  }

  getType(type: string): Promise<Blob> {
    return Promise.resolve(new Blob([this.#parts[type] ?? '']))
  }
}

const allow = (part: Partial<typeof allowed>): void => {
  Object.assign(allowed, part)
  changed()
}
const text = (content: string): ClipboardContent => ({ kind: 'text', text: content })

test('[control R9] C2: each direction has its own approval, and the page knows which stand', () => {
  expect(client.sendText('no')).toBe('denied')
  allow({ in: true })
  expect(client.state.get()).toMatchObject({ toComputer: true, fromComputer: false })
  expect(client.sendText('Grüße')).toBe('sent')
  expect(written).toEqual([text('Grüße')])
  expect(copied).toBeUndefined()
  allow({ in: false, out: true })
  client.handleFocus(true)
  copied?.(text('out'))
  expect(client.sendText('no')).toBe('denied')
  expect(onPage).toEqual(['out'])
})

test('[control R9] C8: the clipboard is not even looked at without an approval, and what is copied out of sight of the page stays', () => {
  expect(copied).toBeUndefined()
  allow({ out: true })
  copied?.(text('while the page is elsewhere'))
  client.handleFocus(true)
  copied?.(text('in front'))
  client.handleFocus(false)
  copied?.(text('elsewhere again'))
  allow({ out: false })
  expect(copied).toBeUndefined()
  expect(onPage).toEqual(['in front'])
})

test('[control R9] C3: a page that sends without an approval writes nothing, whatever it was told', () => {
  near.send('{"t":"content","kind":"text","bytes":4}')
  near.send(new TextEncoder().encode('evil'))
  expect(written).toEqual([])
  expect(desk.bad).toBe(1)
})

test('[control R9] an approval that ends while a content is under way ends it', () => {
  allow({ in: true })
  near.send('{"t":"content","kind":"text","bytes":4}')
  near.send(new TextEncoder().encode('ev'))
  allow({ in: false })
  near.send(new TextEncoder().encode('il'))
  expect(written).toEqual([])
})

test('[control R9] a large content goes in pieces, no more at once than the line takes', () => {
  allow({ out: true })
  client.handleFocus(true)
  far.held = true
  const large = 'x'.repeat(2_000_000)
  copied?.(text(large))
  expect(far.sent).toBeLessThan(20)
  for (let turn = 0; turn < 10; turn += 1) {
    far.bufferedAmount = 0
    far.dispatchEvent(new Event('bufferedamountlow'))
  }
  expect(onPage).toEqual([large])
})

test('[control R9] what the browser does not take by itself waits for the representative', async () => {
  allow({ in: true, out: true })
  expect(client.sendText('from the page')).toBe('sent')
  expect(written).toEqual([text('from the page')])
  client.handleFocus(true)
  globalThis.ClipboardItem ??= ClipboardItemLike as unknown as typeof ClipboardItem
  const png = new Uint8Array(40)
  png.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1])
  copied?.({ kind: 'image', png })
  expect(client.state.get().waiting).toBe('image')
  expect(await client.takeWaiting()).toBe(false)
})

test('[control R9] C8: what the other computer says is allowed counts only where the customer granted it: nothing is taken from here, nothing put here', async () => {
  client.handleGranted({ in: false, out: false })
  allow({ in: true, out: true })
  expect(client.state.get()).toMatchObject({ toComputer: false, fromComputer: false })
  expect(client.sendText('secret')).toBe('denied')
  client.handleFocus(true)
  copied?.({ kind: 'text', text: 'rm -rf ~' })
  await Promise.resolve()
  expect([written, onPage]).toEqual([[], []])
  client.handleGranted({ in: true, out: false })
  expect(client.state.get()).toMatchObject({ toComputer: true, fromComputer: false })
})

import type { ClipboardClient } from '@deskside/realtime'

type Copied = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'image'; readonly png: Uint8Array }

/** How text or a picture that was copied here got to the other computer. */
export type Sent = 'sent' | 'nothing' | 'denied' | 'too-large'

interface SenderParts {
  readonly client: Pick<ClipboardClient, 'sendText' | 'sendPng'>
  /** None where the page came by an address that browsers do not trust. */
  readonly clipboard: Pick<Clipboard, 'read'> | undefined
  /** Whether the browser lets this page read without asking the person. */
  readonly mayRead: () => Promise<boolean>
}

/** Brings what was copied here to the other computer's clipboard. */
export class PageClipboardSender {
  readonly #parts: SenderParts
  #last: Copied | undefined

  constructor(parts: SenderParts) {
    this.#parts = parts
  }

  /** Because the person pressed a button for it; the browser may ask them first. */
  async send(): Promise<Sent> {
    const copied = await this.#read()
    return copied === 'denied' ? 'denied' : this.#hand(copied)
  }

  /**
   * Because the person turned to the other computer: what is new since the last time, for what they copied over there must not
   * be lost to what lies here for long.
   */
  async sendNew(): Promise<Sent> {
    if (!(await this.#parts.mayRead())) return 'denied'
    const copied = await this.#read()
    if (copied === 'denied') return 'denied'
    return copied && this.#last && same(copied, this.#last) ? 'nothing' : this.#hand(copied)
  }

  #hand(copied: Copied | undefined): Sent {
    if (!copied) return 'nothing'
    const { client } = this.#parts
    const answer = copied.kind === 'text' ? client.sendText(copied.text) : client.sendPng(copied.png)
    if (answer === 'sent') this.#last = copied
    return answer
  }

  async #read(): Promise<Copied | undefined | 'denied'> {
    const { clipboard } = this.#parts
    if (!clipboard) return 'denied'
    try {
      const items = await clipboard.read()
      const text = await blobOf(items, 'text/plain')
      if (text) return { kind: 'text', text: await text.text() }
      const png = await blobOf(items, 'image/png')
      return png && { kind: 'image', png: new Uint8Array(await png.arrayBuffer()) }
    } catch (error) {
      if (error instanceof DOMException) return 'denied'
      throw error
    }
  }
}

async function blobOf(items: ClipboardItems, type: string): Promise<Blob | undefined> {
  return items.find((item) => item.types.includes(type))?.getType(type)
}

function same(a: Copied, b: Copied): boolean {
  if (a.kind === 'text') return b.kind === 'text' && a.text === b.text
  return b.kind === 'image' && a.png.length === b.png.length && a.png.every((byte, at) => byte === b.png[at])
}

/** Chromium lets a page read once the person said yes to that; others ask each time, and so only when a button is pressed. */
export async function mayReadClipboard(): Promise<boolean> {
  return (await readPermission())?.state === 'granted'
}

/** Says whether this page may read without asking, now and whenever that changes, until the function that it gives is called. */
export function watchMayRead(then: (may: boolean) => void): () => void {
  const ended = new AbortController()
  const { signal } = ended
  const watch = (permission: PermissionStatus | undefined): void => {
    if (signal.aborted) return
    const say = (): void => then(permission?.state === 'granted')
    permission?.addEventListener('change', say, { signal })
    say()
  }
  readPermission().then(watch, (error: unknown) => console.warn('The clipboard could not be asked about.', error))
  return () => ended.abort()
}

async function readPermission(): Promise<PermissionStatus | undefined> {
  try {
    return await navigator.permissions.query({ name: 'clipboard-read' as PermissionName })
  } catch (error) {
    // A browser that does not know the name has no such permission.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

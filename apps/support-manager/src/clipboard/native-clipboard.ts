import { createHash } from 'node:crypto'
import { isModestPng } from '@deskside/protocol'
import * as system from '@mariozechner/clipboard'
import type { ClipboardContent, ClipboardPort } from './clipboard-port.ts'

/** Nobody tells when something is copied: asked again after so long, in milliseconds. */
const AGAIN_MS = 400

/** What password managers mark a secret with, on Windows, macOS and Linux (THREATS C8). */
const CONCEALED: ReadonlySet<string> = new Set([
  'excludeclipboardcontentfrommonitorprocessing',
  'clipboard viewer ignore',
  'org.nspasteboard.concealedtype',
  'org.nspasteboard.transienttype',
  'x-kde-passwordmanagerhint',
])

/** The clipboard of Windows and macOS, and X11 for tests, by a library: text and pictures. */
export async function openNativeClipboard(): Promise<ClipboardPort> {
  return new NativeClipboard()
}

class NativeClipboard implements ClipboardPort {
  readonly #listeners = new Set<(content: ClipboardContent) => void>()
  #timer: ReturnType<typeof setTimeout> | undefined
  /** What is on the clipboard, as a hash: it is told only when it became another. */
  #last: string | undefined
  #turn: Promise<void> = Promise.resolve()

  watch(listener: (content: ClipboardContent) => void): () => void {
    if (this.#listeners.size === 0) this.#begin()
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.close()
    }
  }

  write(content: ClipboardContent): Promise<void> {
    const written = this.#turn.then(async () => {
      if (content.kind === 'text') await system.setText(content.text)
      else await system.setImageBinary([...content.png])
      // Read as it comes back: a picture is kept in another format than it was given in.
      this.#last = hashOf(await readNow())
    })
    this.#turn = written.catch(() => undefined)
    return written
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#listeners.clear()
  }

  #begin(): void {
    this.#turn = this.#turn.then(async () => {
      this.#last = hashOf(await readNow())
    })
    this.#again()
  }

  #again(): void {
    this.#timer = setTimeout(() => {
      this.#turn = this.#turn.then(() => this.#look())
      void this.#turn.then(() => {
        if (this.#timer !== undefined) this.#again()
      })
    }, AGAIN_MS)
  }

  async #look(): Promise<void> {
    const content = await readNow()
    const hash = hashOf(content)
    if (hash === this.#last) return
    this.#last = hash
    if (content === undefined) return
    for (const listener of [...this.#listeners]) listener(content)
  }
}

/** What may be told of; undefined where there is nothing, or where its owner conceals it. */
async function readNow(): Promise<ClipboardContent | undefined> {
  try {
    if (isConcealed()) return undefined
    const content = await readContent()
    // What came meanwhile may be a secret.
    return isConcealed() ? undefined : content
  } catch (error) {
    // Nothing is on it, another program has it open, or its owner is gone.
    if (error instanceof Error) return undefined
    throw error
  }
}

async function readContent(): Promise<ClipboardContent | undefined> {
  if (system.hasText()) return { kind: 'text', text: await system.getText() }
  if (!system.hasImage()) return undefined
  const png = Uint8Array.from(await system.getImageBinary())
  return isModestPng(png) ? { kind: 'image', png } : undefined
}

function isConcealed(): boolean {
  return system.availableFormats().some((format) => CONCEALED.has(format.toLowerCase()))
}

function hashOf(content: ClipboardContent | undefined): string {
  if (content === undefined) return ''
  const bytes = content.kind === 'text' ? content.text : content.png
  return createHash('sha256').update(content.kind).update(bytes).digest('hex')
}

import { CHAT_MESSAGE_LENGTH, chatTargetSchema, errorBody } from '@deskside/protocol'
import type { ChatTarget, ErrorBody } from '@deskside/protocol'
import { ApiError } from '../signal/api-error.ts'

/** A message on its way. `error` is why the server would not take it; without one it is still going. */
export interface OutboxEntry {
  readonly commandId: string
  readonly to: ChatTarget
  readonly text: string
  readonly error: ErrorBody | null
}

interface Parts {
  readonly sessionId: string
  readonly post: (entry: OutboxEntry) => Promise<unknown>
  readonly changed: (entries: readonly OutboxEntry[]) => void
}

/**
 * Messages that the server has not stored yet. They wait out a cut, and, in the tab's own storage, a reload: the
 * same command id makes each count once, however often it is sent.
 */
export class Outbox {
  readonly #parts: Parts
  #entries: readonly OutboxEntry[] = []
  #restored = false

  constructor(parts: Parts) {
    this.#parts = parts
  }

  add(to: ChatTarget, text: string): void {
    const entry = { commandId: crypto.randomUUID(), to, text: text.trim(), error: null }
    this.#set([...this.#entries, entry])
    this.#post(entry)
  }

  retry(commandId: string): void {
    const entry = this.#entries.find((e) => e.commandId === commandId)
    if (!entry) return
    // A refused command was not stored, so it may go under its own id again.
    const again = { ...entry, error: null }
    this.#set(this.#entries.map((e) => (e === entry ? again : e)))
    this.#post(again)
  }

  discard(commandId: string): void {
    this.#set(this.#entries.filter((e) => e.commandId !== commandId))
  }

  /** Sends what an earlier load of this page could not. */
  restore(): void {
    if (this.#restored) return
    this.#restored = true
    const kept = this.#read().filter((entry) => !this.#entries.some((e) => e.commandId === entry.commandId))
    if (kept.length === 0) return
    this.#set([...kept, ...this.#entries])
    for (const entry of kept) if (!entry.error) this.#post(entry)
  }

  #post(entry: OutboxEntry): void {
    const problem =
      entry.text === '' ? 'chat.empty' : entry.text.length > CHAT_MESSAGE_LENGTH ? 'chat.too-long' : undefined
    if (problem) return this.#fail(entry.commandId, errorBody(problem))
    this.#parts.post(entry).then(
      () => this.discard(entry.commandId),
      (error: unknown) =>
        this.#fail(
          entry.commandId,
          error instanceof ApiError
            ? { code: error.code, message: error.message, retry: error.retry }
            : errorBody('server.failed'),
        ),
    )
  }

  #fail(commandId: string, error: ErrorBody): void {
    this.#set(this.#entries.map((e) => (e.commandId === commandId ? { ...e, error } : e)))
  }

  #set(entries: readonly OutboxEntry[]): void {
    this.#entries = entries
    if (this.#restored || entries.length > 0) this.#keep()
    this.#parts.changed(entries)
  }

  get #key(): string {
    return `deskside.outbox.${this.#parts.sessionId}`
  }

  #keep(): void {
    inStorage((storage) => {
      if (this.#entries.length === 0) storage.removeItem(this.#key)
      else storage.setItem(this.#key, JSON.stringify(this.#entries))
    })
  }

  #read(): OutboxEntry[] {
    const text = inStorage((storage) => storage.getItem(this.#key))
    const kept: unknown = text ? JSON.parse(text) : []
    return Array.isArray(kept) ? kept.flatMap(readEntry) : []
  }
}

/** Where a page may keep nothing (a browser's setting, no room), messages wait in it alone. */
function inStorage<T>(work: (storage: Storage) => T): T | undefined {
  try {
    return globalThis.sessionStorage && work(globalThis.sessionStorage)
  } catch (error) {
    if (error instanceof DOMException) return undefined
    throw error
  }
}

function readEntry(value: unknown): OutboxEntry[] {
  if (typeof value !== 'object' || value === null) return []
  const { commandId, to, text } = value as Record<string, unknown>
  const target = chatTargetSchema.safeParse(to)
  if (typeof commandId !== 'string' || typeof text !== 'string' || !target.success) return []
  return [{ commandId, to: target.data, text, error: null }]
}

import { existsSync } from 'node:fs'
import type { X11Client, X11Event, X11Extensions, X11ProtocolError, X11Reply } from 'x11'
import x11 from 'x11'
import { displayName } from '../config.ts'
import { sharedMemory } from './x11-memory.ts'

/** Bits of what a window's listeners hear (X11 protocol, SETofEVENT). */
export const X11_MASK = {
  structure: 0x2_0000,
  substructure: 0x8_0000,
  focus: 0x20_0000,
  property: 0x40_0000,
} as const

/** What the display's server refused: a window that is gone, a request that it does not know. */
export class X11Error extends Error {
  /** The protocol's number: 3 Window, 8 Match, 9 Drawable, from 128 on an extension's. */
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.name = 'X11Error'
    this.code = code
  }
}

export interface X11Property {
  /** The type's atom. */
  readonly type: number
  readonly format: number
  readonly data: Buffer
}

/**
 * A connection to an X11 display. Requests of one turn of the event loop go out together. Events and replies come in the
 * order in which the server made them. What a connection selects to hear is its own: parts that listen open one each.
 */
export class X11 {
  /** The package's client: every request of the core protocol. Use `ask` for those with a reply. */
  readonly client: X11Client
  readonly display: string
  readonly root: number
  readonly rootDepth: number
  readonly rootVisual: number
  readonly keycodes: { readonly min: number; readonly max: number }
  #listeners = new Set<(event: X11Event) => void>()
  #refusals = new Set<(error: X11Error) => void>()
  #lost = new Set<(error: Error) => void>()
  #masks = new Map<number, number>()
  #atoms = new Map<string, Promise<number>>()
  #ended: Error | undefined

  constructor(client: X11Client, display: string) {
    const screen = client.display.screen[0]
    if (screen === undefined) throw new Error(`The display ${display} has no screen.`)
    this.client = client
    this.display = display
    this.root = screen.root
    this.rootDepth = screen.root_depth
    this.rootVisual = screen.root_visual
    this.keycodes = { min: client.display.min_keycode, max: client.display.max_keycode }
    client.on('event', (event) => {
      for (const listener of this.#listeners) listener(event)
    })
    client.on('error', (error) => this.#failed(error))
    client.on('end', () => this.#end(new Error(`The display ${display} closed the connection.`)))
  }

  /** Which connection a window belongs to: the part of its number that the server gave to a program. */
  connectionOf(window: number): number {
    return (window & ~this.client.display.resource_mask) >>> 0
  }

  /** Whether requests can still be made. */
  get open(): boolean {
    return this.#ended === undefined
  }

  /** Sends a request with a reply: `x.ask((reply) => x.client.QueryTree(window, reply))`. Rejects with an X11Error. */
  ask<T>(send: (reply: X11Reply<T>) => void): Promise<T> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended)
    return new Promise<T>((resolve, reject) => {
      const gone = this.onLost(reject)
      send((error, reply) => {
        gone()
        if (error) reject(refused(error))
        else resolve(reply)
        return true
      })
    })
  }

  /** Sends a request that this connection has no function for; `body` starts after the four bytes of the header. */
  request<T>(
    opcode: { readonly major: number; readonly minor: number },
    body: Buffer,
    read: (body: Buffer, second: number) => T,
  ): Promise<T> {
    return this.ask<T>((reply) => {
      const { client } = this
      const packet = Buffer.alloc(4 + body.length)
      packet.writeUInt8(opcode.major, 0)
      packet.writeUInt8(opcode.minor, 1)
      packet.writeUInt16LE(packet.length / 4, 2)
      body.copy(packet, 4)
      client.seq_num += 1
      client.pack_stream.put(packet)
      client.replies[client.seq_num] = [read, reply as X11Reply<never>]
      client.pack_stream.submit(true)
    })
  }

  /** An extension of the display; rejects with a sentence where it is missing. */
  extension<K extends keyof X11Extensions>(name: K): Promise<X11Extensions[K]> {
    return new Promise((resolve, reject) => {
      this.client.require(name, (error, extension) => {
        if (error) reject(new Error(`The display ${this.display} lacks the extension "${name}": ${error.message}.`))
        else resolve(extension)
        return true
      })
    })
  }

  /** Asked here, and not by the package: that takes one display's numbers for another's. */
  atom(name: string): Promise<number> {
    const known = this.#atoms.get(name)
    if (known !== undefined) return known
    const body = Buffer.alloc(4 + Math.ceil(name.length / 4) * 4)
    body.writeUInt16LE(name.length, 0)
    body.write(name, 4, 'latin1')
    const atom = this.request({ major: 16, minor: 0 }, body, (reply) => reply.readUInt32LE(0))
    this.#atoms.set(name, atom)
    return atom
  }

  atomName(atom: number): Promise<string> {
    const body = Buffer.alloc(4)
    body.writeUInt32LE(atom, 0)
    return this.request({ major: 17, minor: 0 }, body, (reply) =>
      reply.toString('latin1', 24, 24 + reply.readUInt16LE(0)),
    )
  }

  /** A window's property, at most a megabyte of it; undefined where the window has none or is gone. */
  async property(window: number, name: number): Promise<X11Property | undefined> {
    try {
      const found = await this.ask<X11Property>((reply) =>
        this.client.GetProperty(0, window, name, 0, 0, 0x4_0000, reply),
      )
      return found.type === 0 ? undefined : found
    } catch (error) {
      if (error instanceof X11Error) return undefined
      throw error
    }
  }

  /** Adds to what this connection hears of a window, so that two of its parts do not undo each other. */
  listen(window: number, mask: number): void {
    const all = (this.#masks.get(window) ?? 0) | mask
    if (all === this.#masks.get(window)) return
    this.#masks.set(window, all)
    this.client.ChangeWindowAttributes(window, { eventMask: all })
  }

  /** Call it when a window is destroyed: its number may come again. */
  forget(window: number): void {
    this.#masks.delete(window)
  }

  onEvent(listener: (event: X11Event) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Told of errors of requests for whose answer nobody waits. Windows come and go, so most are no fault. */
  onRefusal(listener: (error: X11Error) => void): () => void {
    this.#refusals.add(listener)
    return () => this.#refusals.delete(listener)
  }

  /** Told once when the connection is no more and `close` was not the reason. */
  onLost(listener: (error: Error) => void): () => void {
    this.#lost.add(listener)
    return () => this.#lost.delete(listener)
  }

  /** When all that was asked before is done, and its events are told. */
  async sync(): Promise<void> {
    await this.ask((reply) => this.client.GetInputFocus(reply))
  }

  /** Closes it once what was asked has gone out; a second time nothing happens. */
  close(): void {
    if (this.#ended !== undefined) return
    const { client } = this
    // What is still on its way is answered before the connection goes; later requests are refused here.
    client.close()
    this.#ended = new Error(`The connection to the display ${this.display} is closed.`)
    this.#lost.clear()
    this.#listeners.clear()
  }

  #failed(error: Error): void {
    const code = (error as Partial<X11ProtocolError>).error
    if (code === undefined) this.#end(error)
    else for (const listener of this.#refusals) listener(refused(error as X11ProtocolError))
  }

  #end(error: Error): void {
    if (this.#ended !== undefined) return
    this.#ended = error
    const told = [...this.#lost]
    this.#lost.clear()
    for (const listener of told) listener(error)
  }
}

function refused(error: X11ProtocolError): X11Error {
  const what = error.message || 'an error of an extension'
  return new X11Error(error.error, `The display refused a request: ${what} (${error.error}).`)
}

/** Opens a connection to a display such as ":0"; without one the environment's DISPLAY. */
export function openX11(display = displayName()): Promise<X11> {
  if (display === undefined || display === '')
    return Promise.reject(new Error('There is no X11 display: DISPLAY is not set.'))
  // The package would try a TCP port then.
  const local = /^:(\d+)/.exec(display)
  if (local !== null && !existsSync(`/tmp/.X11-unix/X${local[1]}`))
    return Promise.reject(new Error(`The display ${display} cannot be opened: there is none of this number.`))
  return new Promise((resolve, reject) => {
    x11.createClient(
      { display, shm: sharedMemory(), bufferRequests: { flushOnReply: false } },
      (error, found: { client: X11Client } | undefined) => {
        if (found !== undefined && error === undefined) resolve(new X11(found.client, display))
        else reject(new Error(`The display ${display} cannot be opened: ${error?.message ?? 'unknown reason'}.`))
      },
    )
  })
}

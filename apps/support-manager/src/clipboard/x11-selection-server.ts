import type { X11Event } from 'x11'
import { type X11, X11_MASK } from '../platform/x11.ts'
import type { ClipboardContent } from './clipboard-port.ts'
import type { ClipboardAtoms } from './x11-clipboard-atoms.ts'

/** What is larger goes in parts of this size: one request must hold a part (X11 protocol, 262,140 bytes). */
const PART = 200 * 1024
/** Who asked and then takes no part for so long is given up, in milliseconds. */
const PATIENCE_MS = 10_000
const ATOM = 4
const INTEGER = 19

type Request = Extract<X11Event, { name: 'SelectionRequest' }>

interface Transfer {
  readonly requestor: number
  readonly property: number
  readonly type: number
  readonly data: Buffer
  at: number
  late: ReturnType<typeof setTimeout> | undefined
}

/** Owns the clipboard, and gives those who paste what they ask for (ICCCM 2.2), in parts where that is large (2.7.2). */
export class X11SelectionServer {
  readonly #x: X11
  readonly #atoms: ClipboardAtoms
  readonly #window: number
  readonly #stop: () => void
  readonly #transfers = new Set<Transfer>()
  #content: { readonly time: number; readonly type: 'text' | 'image'; readonly data: Buffer } | undefined
  #stamped: ((time: number) => void) | undefined

  constructor(x: X11, { atoms, window }: { atoms: ClipboardAtoms; window: number }) {
    this.#x = x
    this.#atoms = atoms
    this.#window = window
    this.#stop = x.onEvent((event) => this.#heard(event))
  }

  /** Rejects with a sentence where another program keeps the clipboard for itself. */
  async own(content: ClipboardContent): Promise<void> {
    const time = await this.#time()
    const data = content.kind === 'text' ? Buffer.from(content.text, 'utf8') : Buffer.from(content.png)
    this.#content = { time, type: content.kind, data }
    this.#x.client.SetSelectionOwner(this.#window, this.#atoms.clipboard, time)
    const owner = await this.#x.ask<number>((reply) => this.#x.client.GetSelectionOwner(this.#atoms.clipboard, reply))
    if (owner !== this.#window) throw new Error('Another program took the clipboard in the same moment.')
  }

  close(): void {
    this.#stop()
    for (const transfer of this.#transfers) this.#end(transfer)
    this.#content = undefined
  }

  /** The display's own time: what owns a selection has to say since when (ICCCM 2.1). */
  #time(): Promise<number> {
    return new Promise((resolve) => {
      const before = this.#stamped
      this.#stamped = (time) => {
        before?.(time)
        resolve(time)
      }
      this.#x.client.ChangeProperty(2, this.#window, this.#atoms.timestamp, INTEGER, 32, [])
    })
  }

  #heard(event: X11Event): void {
    if (event.name === 'SelectionRequest' && event.owner === this.#window) return this.#asked(event)
    if (event.name === 'SelectionClear' && event.owner === this.#window) this.#content = undefined
    if (event.name !== 'PropertyNotify') return
    if (event.wid === this.#window && event.atom === this.#atoms.timestamp) {
      const stamped = this.#stamped
      this.#stamped = undefined
      stamped?.(event.time)
    }
    if (event.state !== 1) return
    for (const transfer of this.#transfers)
      if (transfer.requestor === event.wid && transfer.property === event.atom) this.#nextPart(transfer)
  }

  #asked(request: Request): void {
    // Old programs give no property and mean the target's name.
    const property = request.property === 0 ? request.target : request.property
    const given = request.selection === this.#atoms.clipboard && this.#give({ ...request, property })
    this.#answer(request, given ? property : 0)
  }

  #give({ requestor, property, target }: Request): boolean {
    const { client } = this.#x
    const atoms = this.#atoms
    if (this.#content === undefined) return false
    const { type, data, time } = this.#content
    const kinds = type === 'text' ? [atoms.utf8, atoms.plainUtf8, atoms.plain, atoms.string] : [atoms.png]
    if (target === atoms.targets) {
      client.ChangeProperty(0, requestor, property, ATOM, 32, [atoms.targets, atoms.timestamp, ...kinds])
      return true
    }
    if (target === atoms.timestamp) {
      client.ChangeProperty(0, requestor, property, INTEGER, 32, [time])
      return true
    }
    if (!kinds.includes(target)) return false
    const bytes = target === atoms.string ? Buffer.from(data.toString('utf8'), 'latin1') : data
    if (bytes.length <= PART) {
      client.ChangeProperty(0, requestor, property, target, 8, bytes)
      return true
    }
    const transfer: Transfer = { requestor, property, type: target, data: bytes, at: 0, late: undefined }
    this.#transfers.add(transfer)
    this.#hurry(transfer)
    this.#x.listen(requestor, X11_MASK.property)
    client.ChangeProperty(0, requestor, property, atoms.incr, 32, [bytes.length])
    return true
  }

  /** The asker deleted the part before: the next one, and an empty one at the end. */
  #nextPart(transfer: Transfer): void {
    const part = transfer.data.subarray(transfer.at, transfer.at + PART)
    this.#x.client.ChangeProperty(0, transfer.requestor, transfer.property, transfer.type, 8, part)
    transfer.at += part.length
    if (part.length === 0) this.#end(transfer)
    else this.#hurry(transfer)
  }

  #hurry(transfer: Transfer): void {
    clearTimeout(transfer.late)
    transfer.late = setTimeout(() => this.#end(transfer), PATIENCE_MS)
  }

  #end(transfer: Transfer): void {
    clearTimeout(transfer.late)
    this.#transfers.delete(transfer)
    this.#x.forget(transfer.requestor)
  }

  /** SelectionNotify, which has to be sent by whoever owns the selection (X11 protocol, event 31). */
  #answer({ requestor, selection, target, time }: Request, property: number): void {
    const event = Buffer.alloc(32)
    event.writeUInt8(31, 0)
    event.writeUInt32LE(time, 4)
    event.writeUInt32LE(requestor, 8)
    event.writeUInt32LE(selection, 12)
    event.writeUInt32LE(target, 16)
    event.writeUInt32LE(property, 20)
    this.#x.client.SendEvent(requestor, 0, 0, event)
  }
}

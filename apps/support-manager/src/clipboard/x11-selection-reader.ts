import { CLIPBOARD_BYTES } from '@deskside/protocol'
import type { X11Event } from 'x11'
import type { X11, X11Property } from '../platform/x11.ts'
import type { ClipboardContent } from './clipboard-port.ts'
import type { ClipboardAtoms } from './x11-clipboard-atoms.ts'

/** The program that copied gets this long for each answer, in milliseconds. */
const PATIENCE_MS = 3_000

type Wanted = (event: X11Event) => boolean

/** Asks the owner of the clipboard for what it has (ICCCM 2.4), in parts where that is large (2.7.2). One question at a time. */
export class X11SelectionReader {
  readonly #x: X11
  readonly #atoms: ClipboardAtoms
  readonly #window: number
  readonly #stop: () => void
  #waiting: { wanted: Wanted; found: (event: X11Event | undefined) => void } | undefined
  #tail: Promise<unknown> = Promise.resolve()
  #place = 0
  #conversions = 0
  /** A part was put there since we last looked. */
  #fresh = false

  constructor(x: X11, { atoms, window }: { atoms: ClipboardAtoms; window: number }) {
    this.#x = x
    this.#atoms = atoms
    this.#window = window
    this.#stop = x.onEvent((event) => {
      if (this.#isNewPart(event)) this.#fresh = true
      if (this.#waiting?.wanted(event) === true) this.#answer(event)
    })
  }

  /** What was copied at this time of the display; undefined where it is concealed, of no kind that is known, or too large. */
  read(time: number, current: () => boolean): Promise<ClipboardContent | undefined> {
    const next = this.#tail.then(() => (current() ? this.#read(time, current) : undefined))
    this.#tail = next.catch(() => undefined)
    return next
  }

  close(): void {
    this.#stop()
    this.#answer(undefined)
  }

  async #read(time: number, current: () => boolean): Promise<ClipboardContent | undefined> {
    const atoms = this.#atoms
    const list = await this.#convert(atoms.targets, time)
    if (list === undefined || !current()) return undefined
    const targets = new Set(
      Array.from({ length: Math.floor(list.length / 4) }, (_, index) => list.readUInt32LE(index * 4)),
    )
    if ([...atoms.concealed].some((atom) => targets.has(atom))) return undefined
    const text = [atoms.utf8, atoms.plainUtf8, atoms.string].find((atom) => targets.has(atom))
    if (text !== undefined) {
      const bytes = await this.#convert(text, time)
      if (bytes === undefined) return undefined
      return { kind: 'text', text: bytes.toString(text === atoms.string ? 'latin1' : 'utf8') }
    }
    if (!targets.has(atoms.png)) return undefined
    const png = await this.#convert(atoms.png, time)
    return png === undefined ? undefined : { kind: 'image', png: new Uint8Array(png) }
  }

  /** The clipboard's content as one of its kinds; undefined where the owner does not give it. */
  async #convert(target: number, time: number): Promise<Buffer | undefined> {
    const { clipboard, incr, places } = this.#atoms
    this.#place = places[this.#conversions % places.length] ?? 0
    this.#conversions += 1
    this.#x.client.DeleteProperty(this.#window, this.#place)
    const answered = this.#next(
      (event) => event.name === 'SelectionNotify' && event.requestor === this.#window && event.target === target,
    )
    this.#x.client.ConvertSelection(this.#window, clipboard, target, this.#place, time)
    const answer = await answered
    if (answer?.name !== 'SelectionNotify' || answer.property === 0) return undefined
    // A large one begins when its announcement is deleted, so it has to be heard before that.
    const first = await this.#take()
    if (first === undefined || first.type === incr) return first === undefined ? undefined : await this.#parts()
    return first.data
  }

  async #parts(): Promise<Buffer | undefined> {
    const parts: Buffer[] = []
    let size = 0
    for (;;) {
      this.#fresh = false
      const part = await this.#take()
      if (part === undefined) {
        if (!this.#fresh && (await this.#next((event) => this.#isNewPart(event))) === undefined) return undefined
        continue
      }
      if (part.data.length === 0) return Buffer.concat(parts)
      parts.push(part.data)
      size += part.data.length
      if (size > CLIPBOARD_BYTES) return undefined
    }
  }

  /** Takes what the owner has put on our window; undefined where there is nothing, or too much. */
  async #take(): Promise<X11Property | undefined> {
    const found = await this.#x.ask<X11Property & { readonly bytesAfter: number }>((reply) =>
      this.#x.client.GetProperty(1, this.#window, this.#place, 0, 0, CLIPBOARD_BYTES / 4, reply),
    )
    return found.type === 0 || found.bytesAfter > 0 ? undefined : found
  }

  #isNewPart(event: X11Event): boolean {
    if (event.name !== 'PropertyNotify' || event.wid !== this.#window) return false
    return event.atom === this.#place && event.state === 0
  }

  #next(wanted: Wanted): Promise<X11Event | undefined> {
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#answer(undefined), PATIENCE_MS)
      this.#waiting = {
        wanted,
        found: (event) => {
          clearTimeout(late)
          resolve(event)
        },
      }
    })
  }

  #answer(event: X11Event | undefined): void {
    const waiting = this.#waiting
    this.#waiting = undefined
    waiting?.found(event)
  }
}

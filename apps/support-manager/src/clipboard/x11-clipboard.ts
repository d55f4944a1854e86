import type { X11Event, X11Fixes } from 'x11'
import { isModestPng } from '@deskside/protocol'
import { type X11, X11_MASK } from '../platform/x11.ts'
import type { ClipboardContent, ClipboardPort } from './clipboard-port.ts'
import { type ClipboardAtoms, clipboardAtoms } from './x11-clipboard-atoms.ts'
import { X11SelectionReader } from './x11-selection-reader.ts'
import { X11SelectionServer } from './x11-selection-server.ts'

/** XFIXES: told when somebody copies something (SetSelectionOwner). */
const NEW_OWNER = 1

/** The clipboard of an X11 display (the selection CLIPBOARD; ICCCM 2). Open a connection of its own for it. */
export async function openX11Clipboard(x: X11): Promise<ClipboardPort> {
  const fixes = await x.extension('fixes')
  const atoms = await clipboardAtoms(x)
  const window = x.client.AllocID()
  x.client.CreateWindow(window, x.root, -10, -10, 1, 1, 0, 0, 2, 0, { overrideRedirect: 1 })
  x.listen(window, X11_MASK.property)
  return new X11Clipboard({ x, fixes, atoms, window })
}

class X11Clipboard implements ClipboardPort {
  readonly #x: X11
  readonly #fixes: X11Fixes
  readonly #atoms: ClipboardAtoms
  readonly #window: number
  readonly #reader: X11SelectionReader
  readonly #server: X11SelectionServer
  readonly #listeners = new Set<(content: ClipboardContent) => void>()
  readonly #stop: () => void
  #copies = 0

  constructor({ x, fixes, atoms, window }: { x: X11; fixes: X11Fixes; atoms: ClipboardAtoms; window: number }) {
    this.#x = x
    this.#fixes = fixes
    this.#atoms = atoms
    this.#window = window
    this.#reader = new X11SelectionReader(x, { atoms, window })
    this.#server = new X11SelectionServer(x, { atoms, window })
    this.#stop = x.onEvent((event) => this.#heard(event))
  }

  watch(listener: (content: ClipboardContent) => void): () => void {
    const entry = (content: ClipboardContent): void => listener(content)
    if (this.#listeners.size === 0) this.#select(NEW_OWNER)
    this.#listeners.add(entry)
    return () => {
      if (!this.#listeners.delete(entry) || this.#listeners.size > 0 || !this.#x.open) return
      this.#copies += 1
      this.#select(0)
    }
  }

  write(content: ClipboardContent): Promise<void> {
    return this.#server.own(content)
  }

  close(): void {
    this.#stop()
    this.#listeners.clear()
    this.#reader.close()
    this.#server.close()
    if (this.#x.open) this.#x.client.DestroyWindow(this.#window)
  }

  #select(mask: number): void {
    this.#fixes.SelectSelectionInput(this.#window, this.#atoms.clipboard, mask)
  }

  #heard(event: X11Event): void {
    if (event.name !== 'SelectionNotify' || event.requestor !== undefined) return
    if (event.selection !== this.#atoms.clipboard || event.owner === this.#window || event.owner === 0) return
    this.#copies += 1
    this.#read(event.selectionTimestamp ?? 0).catch((error: unknown) => {
      // The program that copied is gone, or the display is: there is nothing to tell.
      if (this.#x.open) console.warn('What was copied could not be read.', { error: String(error) })
    })
  }

  /** Reads what somebody copied, unless something else is copied meanwhile. */
  async #read(time: number): Promise<void> {
    const copy = this.#copies
    // Only who watches now is told: what was copied before somebody's approval is not for them (THREATS C8).
    const audience = [...this.#listeners]
    const current = (): boolean => copy === this.#copies && this.#listeners.size > 0
    const content = await this.#reader.read(time, current)
    if (content === undefined || !current()) return
    if (content.kind === 'image' && !isModestPng(content.png)) return
    for (const listener of audience) if (this.#listeners.has(listener)) listener(content)
  }
}

import type { Grabbed, Rectangle, ScreenSource, Target } from './screen-port.ts'

/**
 * One source for several viewers. A source tells what changed since the grab before, to whoever grabs: here each viewer is
 * told what changed since its own.
 */
export class SharedSource {
  readonly #source: ScreenSource
  readonly #views = new Set<SourceView>()
  #last: Grabbed | undefined
  #grabbing: Promise<void> | undefined

  constructor(source: ScreenSource) {
    this.#source = source
    source.onChange(() => {
      for (const view of this.#views) view.tell()
    })
  }

  /** A source for one viewer; closing it closes nothing but itself. */
  view(): ScreenSource {
    const view: SourceView = new SourceView({
      target: this.#source.target,
      onGone: (listener) => this.#source.onGone(listener),
      grab: () => this.#grab(),
      last: () => this.#last,
      closed: () => void this.#views.delete(view),
    })
    this.#views.add(view)
    return view
  }

  close(): void {
    this.#views.clear()
    this.#source.close()
  }

  /** One grab for all who ask while it lasts. */
  #grab(): Promise<void> {
    this.#grabbing ??= this.#source
      .grab()
      .then((grabbed) => {
        if (!grabbed) return
        this.#last = grabbed
        for (const view of this.#views) view.take(grabbed)
      })
      .finally(() => {
        this.#grabbing = undefined
      })
    return this.#grabbing
  }
}

class SourceView implements ScreenSource {
  readonly target: Target
  readonly #of: ViewParts
  readonly #listeners: (() => void)[] = []
  #changed: Rectangle[] = []
  #area: Rectangle | undefined
  #told = false

  constructor(of: ViewParts) {
    this.target = of.target
    this.#of = of
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  onGone(listener: () => void): void {
    this.#of.onGone(listener)
  }

  async grab(): Promise<Grabbed | undefined> {
    this.#told = false
    await this.#of.grab()
    const last = this.#of.last()
    if (!last) return undefined
    const all = !this.#area || !same(this.#area, last.area)
    const changed = all ? [{ ...last.area, x: 0, y: 0 }] : this.#changed
    this.#area = last.area
    this.#changed = []
    return changed.length === 0 ? undefined : { ...last, changed }
  }

  close(): void {
    this.#of.closed()
  }

  take({ changed }: Grabbed): void {
    this.#changed.push(...changed)
    // Another viewer's grab found it: this one has to come for it.
    this.tell()
  }

  tell(): void {
    if (this.#told) return
    this.#told = true
    for (const listener of this.#listeners) listener()
  }
}

interface ViewParts {
  readonly target: Target
  readonly onGone: (listener: () => void) => void
  readonly grab: () => Promise<void>
  readonly last: () => Grabbed | undefined
  readonly closed: () => void
}

function same(a: Rectangle, b: Rectangle): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height
}

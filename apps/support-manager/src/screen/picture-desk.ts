import type { DisplayMode } from '@deskside/protocol'
import type { PictureChannel } from './picture-channel.ts'
import { PictureSender } from './picture-sender.ts'
import { surfaceIdOf } from './picture-surfaces.ts'
import type { Rectangle, ScreenPort, ScreenSource, Target } from './screen-port.ts'

interface Parts {
  readonly channel: PictureChannel
  readonly screen: ScreenPort
  /** Told of a target that could not be opened. */
  readonly failed: (error: unknown) => void
}

/** What one page is shown: the target allowed last, or another of those that are allowed, as it chooses. */
export class PictureDesk {
  readonly #parts: Parts
  readonly #sender: PictureSender
  #allowed: readonly Target[] = []
  #chosen: Target | undefined
  #source: ScreenSource | undefined
  #area: Rectangle | undefined
  #turn: Promise<void> = Promise.resolve()
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
    const choose = (target: Target): void => this.#choose(target)
    const allowed = (): readonly Target[] => this.#allowed
    this.#sender = new PictureSender({ channel: parts.channel, screen: parts.screen, allowed, choose })
  }

  /** What is shown now. */
  get shown(): Target | undefined {
    return this.#source?.target
  }

  /** Where it lies on the desktop, as of the picture that was sent last. */
  get area(): Rectangle | undefined {
    return this.#source && this.#area
  }

  /** What may be shown, the target allowed last at the end; nothing else is from now on. */
  show(allowed: readonly Target[], mode: DisplayMode): void {
    const before = this.#allowed.at(-1)
    const latest = allowed.at(-1)
    const same = allowed.map(surfaceIdOf).join() === this.#allowed.map(surfaceIdOf).join()
    this.#allowed = allowed
    if (!same) this.#sender.offer()
    this.#sender.setMode(mode)
    const isNew = latest !== undefined && (before === undefined || surfaceIdOf(latest) !== surfaceIdOf(before))
    if (isNew || !this.#chosen || !this.#mayShow(this.#chosen)) this.#chosen = latest
    this.#follow()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    this.#allowed = []
    this.#chosen = undefined
    this.#drop()
    this.#sender.close()
  }

  #choose(target: Target): void {
    if (!this.#mayShow(target)) return
    this.#chosen = target
    this.#follow()
  }

  #mayShow(target: Target): boolean {
    const id = surfaceIdOf(target)
    return this.#allowed.some(
      (one) => surfaceIdOf(one) === id || (one.kind === 'all-monitors' && target.kind === 'monitor'),
    )
  }

  /** Nothing is shown from this moment on that is not chosen; what is chosen comes as soon as it is open. */
  #follow(): void {
    const wanted = this.#chosen
    const shown = this.shown
    if (shown && (!wanted || surfaceIdOf(shown) !== surfaceIdOf(wanted))) this.#drop()
    this.#turn = this.#turn.then(() => this.#open()).catch((error: unknown) => this.#parts.failed(error))
  }

  #drop(): void {
    this.#sender.show(undefined)
    this.#source?.close()
    this.#source = undefined
    this.#area = undefined
  }

  async #open(): Promise<void> {
    const wanted = this.#chosen
    if (!wanted || this.#source) return
    const source = await this.#parts.screen.open(wanted)
    if (this.#closed || this.#source || !this.#chosen || surfaceIdOf(this.#chosen) !== surfaceIdOf(wanted)) {
      source.close()
      if (!this.#closed) this.#follow()
      return
    }
    this.#source = source
    source.onGone(() => {
      if (this.#source === source) this.#drop()
    })
    this.#sender.show(this.#followed(source))
  }

  /** The source, with an eye on where its pictures lie. */
  #followed(source: ScreenSource): ScreenSource {
    return {
      target: source.target,
      onChange: (listener) => source.onChange(listener),
      onGone: (listener) => source.onGone(listener),
      close: () => source.close(),
      grab: async () => {
        const grabbed = await source.grab()
        if (grabbed && this.#source === source) this.#area = grabbed.area
        return grabbed
      },
    }
  }
}

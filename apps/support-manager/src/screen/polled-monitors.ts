import { Monitor as SystemMonitor } from 'node-screenshots'
import type { PicturedMonitor } from './polled-scenes.ts'
import type { Monitor } from './screen-port.ts'

/** Nobody tells when a monitor comes or goes: asked again after so long, in milliseconds. */
const AGAIN_MS = 2_000

interface KnownMonitor extends PicturedMonitor {
  readonly monitor: Monitor
}

/** The monitors of the desktop, as the system lists them. */
export class PolledMonitors {
  #known: readonly KnownMonitor[] = []
  #scale = 1
  readonly #listeners = new Set<() => void>()
  #timer: ReturnType<typeof setInterval> | undefined

  constructor() {
    this.#read()
  }

  get all(): readonly Monitor[] {
    return this.#known.map(({ monitor }) => monitor)
  }

  get pictured(): readonly (PicturedMonitor & { readonly monitor: Monitor })[] {
    return this.#known
  }

  /**
   * The desktop's pixels in one unit of the system's places. macOS counts in points, of which one may be two pixels; where
   * monitors differ, it is the finest one's.
   */
  get scale(): number {
    return this.#scale
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener)
    this.#timer ??= setInterval(() => this.#readAgain(), AGAIN_MS).unref()
    return () => this.#listeners.delete(listener)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#listeners.clear()
  }

  #readAgain(): void {
    const before = JSON.stringify(this.all)
    this.#read()
    if (JSON.stringify(this.all) === before) return
    for (const listener of [...this.#listeners]) listener()
  }

  #read(): void {
    const monitors = SystemMonitor.all()
    this.#scale = process.platform === 'darwin' ? Math.max(1, ...monitors.map((one) => one.scaleFactor())) : 1
    const scale = this.#scale
    const marked = monitors.some((one) => one.isPrimary())
    this.#known = monitors.map((handle, index) => {
      const [left, top] = [Math.round(handle.x() * scale), Math.round(handle.y() * scale)]
      const [right, bottom] = [handle.x() + handle.width(), handle.y() + handle.height()]
      const area = {
        x: left,
        y: top,
        width: Math.round(right * scale) - left,
        height: Math.round(bottom * scale) - top,
      }
      const name = handle.name() || `Monitor ${index + 1}`
      const primary = marked ? handle.isPrimary() : index === 0
      return { area, handle, monitor: { id: String(handle.id()), name, area, primary } }
    })
  }
}

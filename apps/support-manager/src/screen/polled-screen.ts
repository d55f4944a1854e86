import { libnut } from '../control/libnut-addon.ts'
import { PolledCursor } from './polled-cursor.ts'
import { PolledMonitors } from './polled-monitors.ts'
import { applicationScene, desktopScene } from './polled-scenes.ts'
import { PolledSource } from './polled-source.ts'
import { PolledWindows, topmostAt } from './polled-windows.ts'
import type { Application, HiddenWindows, Monitor, Rectangle, ScreenPort, ScreenSource, Target } from './screen-port.ts'
import { shrink } from './x11-thumbnail.ts'
import { around, holds } from './x11-region.ts'

type WhatIsThere = 'target' | 'hidden' | 'other'

const NOT_ALLOWED =
  'macOS does not show Deskside the screen. Allow it in System Settings, Privacy & Security, Screen Recording, and start it again.'

/** A screen whose places are counted finer than the system's own input does. */
export interface PolledScreenPort extends ScreenPort {
  /** The desktop's pixels in one unit of the system's places. */
  readonly scale: number
}

/**
 * The desktop of a system for which there is a library that takes pictures of it: Windows and macOS, and X11 for tests. The
 * library does not tell of changes, so it is asked again and again. No frame can be drawn on the desktop.
 */
export async function openPolledScreen(): Promise<PolledScreenPort> {
  return new PolledScreen()
}

class PolledScreen implements PolledScreenPort {
  readonly #monitors = new PolledMonitors()
  readonly #windows = new PolledWindows(() => this.#monitors.scale)
  readonly #cursor = new PolledCursor(() => this.#monitors.scale)
  readonly #sources = new Set<PolledSource>()

  get scale(): number {
    return this.#monitors.scale
  }

  monitors(): readonly Monitor[] {
    return this.#monitors.all
  }

  onMonitors(listener: () => void): () => void {
    return this.#monitors.onChange(listener)
  }

  async applications(): Promise<readonly Application[]> {
    const found = new Map<string, { id: string; name: string; titles: string[] }>()
    for (const { application: id, name, title, hidden } of this.#windows.look().windows) {
      if (hidden || title === '') continue
      const application = found.get(id) ?? { id, name: name || title, titles: [] }
      application.titles.push(title)
      found.set(id, application)
    }
    return [...found.values()]
  }

  async open(target: Target): Promise<ScreenSource> {
    if (!this.#exists(target))
      throw new Error(
        target.kind === 'application'
          ? 'This application has no window any more.'
          : 'This monitor is not connected any more.',
      )
    if (process.platform === 'darwin' && this.#windows.look().windows.length === 0) throw new Error(NOT_ALLOWED)
    const source = new PolledSource({
      target,
      take: () => this.#take(target),
      exists: () => this.#exists(target),
      rules: () => this.#windows.rules,
      closed: () => this.#sources.delete(source),
    })
    this.#sources.add(source)
    return source
  }

  async thumbnail(target: Target, width: number): Promise<{ width: number; height: number; pixels: Uint32Array }> {
    const source = await this.open(target)
    try {
      const picture = await source.grab()
      if (picture === undefined) throw new Error('There is nothing to be seen of this any more.')
      return shrink(picture, width)
    } finally {
      source.close()
    }
  }

  cursor() {
    return this.#cursor.now
  }

  onCursor(listener: () => void): () => void {
    return this.#cursor.onChange(() => {
      this.#enliven()
      listener()
    })
  }

  setHidden(hidden: HiddenWindows): void {
    this.#windows.setHidden(hidden)
    this.#enliven()
  }

  async whatIsAt(target: Target, x: number, y: number): Promise<WhatIsThere> {
    this.#enliven()
    const look = this.#windows.look()
    const there = topmostAt(look, x, y)
    // In doubt it is not touched.
    if (!look.sure || there?.hidden) return 'hidden'
    if (target.kind === 'application') return there?.application === target.applicationId ? 'target' : 'other'
    const area = this.#areaOf(target)
    return area !== undefined && holds(area, x, y) ? 'target' : 'other'
  }

  async whatHasFocus(target: Target): Promise<WhatIsThere> {
    this.#enliven()
    const { windows, sure } = this.#windows.look()
    if (!sure) return 'hidden'
    // macOS says it of all windows of the program in front: the topmost of them has it.
    const focused = windows.find(({ handle }) => isFocused(handle))
    if (focused === undefined) return 'other'
    if (focused.hidden) return 'hidden'
    return target.kind !== 'application' || focused.application === target.applicationId ? 'target' : 'other'
  }

  async raise(applicationId: string, at?: { readonly x: number; readonly y: number }): Promise<void> {
    const members = this.#windows
      .look()
      .windows.filter(({ application, hidden }) => application === applicationId && !hidden)
    const wanted = at === undefined ? undefined : members.find(({ area }) => holds(area, at.x, at.y))
    const window = wanted ?? members[0]
    if (window !== undefined) libnut().focusWindow(window.id)
  }

  /** The libraries draw no frame: the panel alone says that somebody looks. */
  showBorder(): void {
    return undefined
  }

  close(): void {
    for (const source of this.#sources) source.close()
    this.#monitors.close()
    this.#cursor.close()
  }

  async #take(target: Target) {
    if (target.kind === 'application') {
      const desktop = this.#areaOf({ kind: 'all-monitors' })
      return desktop && applicationScene(target.applicationId, { windows: this.#windows, desktop })
    }
    const monitors = this.#monitors.pictured
    const shown =
      target.kind === 'monitor' ? monitors.filter(({ monitor }) => monitor.id === target.monitorId) : monitors
    return desktopScene(shown, this.#windows)
  }

  #exists(target: Target): boolean {
    if (target.kind !== 'application') return this.#areaOf(target) !== undefined
    return this.#windows.look().windows.some(({ application }) => application === target.applicationId)
  }

  #areaOf(target: Target): Rectangle | undefined {
    const monitors = this.#monitors.all
    if (target.kind === 'monitor') return monitors.find(({ id }) => id === target.monitorId)?.area
    return around(monitors.map(({ area }) => area))
  }

  #enliven(): void {
    for (const source of this.#sources) source.enliven()
  }
}

function isFocused(handle: { isFocused(): boolean }): boolean {
  try {
    return handle.isFocused()
  } catch (error) {
    // It was closed meanwhile.
    if (error instanceof Error) return false
    throw error
  }
}

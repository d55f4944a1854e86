import type { Monitor as SystemMonitor } from 'node-screenshots'
import { type Layer, layerOf } from './polled-image.ts'
import type { Scene } from './polled-source.ts'
import { grown, hiddenAreas, type Look, type PolledWindows, type SeenWindow } from './polled-windows.ts'
import type { Rectangle } from './screen-port.ts'
import { around, clip, type Region, sameRegion } from './x11-region.ts'

/** A hidden window that moves while the picture is taken: the picture is taken anew, so often at most. */
const MOST_PICTURES = 3

/** A monitor that is part of a picture. */
export interface PicturedMonitor {
  readonly area: Rectangle
  readonly handle: SystemMonitor
}

/**
 * The picture of one monitor or all. Where hidden windows were before or after it was taken stays blank, and all of it where
 * they kept moving (screen R12).
 */
export async function desktopScene(
  monitors: readonly PicturedMonitor[],
  windows: PolledWindows,
): Promise<Scene | undefined> {
  const area = around(monitors.map((monitor) => monitor.area))
  if (area === undefined) return undefined
  const { rules } = windows
  for (let picture = 1; ; picture += 1) {
    const before = hiddenAreas(windows.look(), area)
    const layers = await Promise.all(
      monitors.map(async (monitor) => layerOf(await monitor.handle.captureImage(), monitor.area)),
    )
    const after = hiddenAreas(windows.look(), area)
    const still = sameRegion(before, after)
    if (!still && picture < MOST_PICTURES) continue
    const blank = still ? after : [area]
    return { area, rules, layers: layers.flatMap((layer) => (layer ? [{ layer, blank: clip(blank, area) }] : [])) }
  }
}

/**
 * The picture of one application: each of its windows is taken for itself, and what another's window covers is left out, since
 * not every system keeps what is covered. Undefined while none is to be seen.
 */
export async function applicationScene(
  application: string,
  of: { readonly windows: PolledWindows; readonly desktop: Rectangle },
): Promise<Scene | undefined> {
  const { windows, desktop } = of
  const { rules } = windows
  for (let picture = 1; ; picture += 1) {
    const before = windows.look()
    const members = membersOf(before, application)
    const area = around(
      clip(
        members.map((member) => member.area),
        desktop,
      ),
    )
    if (area === undefined) return undefined
    const layers = await Promise.all(members.map(take))
    const after = windows.look()
    const still = before.sure && after.sure && sameStack(before, after)
    if (!still && picture < MOST_PICTURES) continue
    if (!still) return { area, rules, layers: [] }
    return {
      area,
      rules,
      layers: layers
        .flatMap((layer, index) => {
          const member = members[index]
          return layer && member ? [{ layer, blank: coveredOf(member, after) }] : []
        })
        .reverse(),
    }
  }
}

/** An application's windows, the topmost first. */
function membersOf(look: Look, application: string): SeenWindow[] {
  return look.windows.filter((window) => window.application === application && !window.hidden)
}

/** Where windows of others lie above one. */
function coveredOf(member: SeenWindow, { windows }: Look): Region {
  const above = windows.slice(
    0,
    windows.findIndex(({ id }) => id === member.id),
  )
  const others = above.filter(({ application, hidden }) => hidden || application !== member.application)
  return clip(
    others.map(({ area }) => grown(area)),
    member.area,
  )
}

async function take(window: SeenWindow): Promise<Layer | undefined> {
  try {
    return layerOf(await window.handle.captureImage(), window.area)
  } catch (error) {
    // It was closed meanwhile, or the system does not give its picture: then there is none.
    if (error instanceof Error) return undefined
    throw error
  }
}

function sameStack(one: Look, other: Look): boolean {
  const places = ({ windows }: Look): string =>
    JSON.stringify(windows.map(({ id, area, hidden }) => [id, area, hidden]))
  return places(one) === places(other)
}

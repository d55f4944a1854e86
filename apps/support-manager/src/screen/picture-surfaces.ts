import type { OfferedSurface } from '@deskside/protocol'
import type { Monitor, Target } from './screen-port.ts'

/** A surface's name on the wire. */
export function surfaceIdOf(target: Target): string {
  if (target.kind === 'monitor') return `monitor:${target.monitorId}`
  return target.kind === 'application' ? `application:${target.applicationId}` : 'all-monitors'
}

/** Something to choose, and what choosing it opens. */
export interface Offer {
  readonly surface: OfferedSurface
  readonly target: Target
}

/**
 * What a viewer of a target may choose from: of a desktop each monitor, and all side by side where there are several; of an
 * application itself alone.
 */
export function offersFor(target: Target, monitors: readonly Monitor[]): Offer[] {
  if (target.kind === 'application') return [offer(target, { name: '', width: 0, height: 0 })]
  const each = monitors.map(({ id, name, area }) =>
    offer({ kind: 'monitor', monitorId: id }, { name, width: area.width, height: area.height }),
  )
  if (monitors.length < 2) return each
  const span = (from: number[], to: number[]): number => Math.max(...to) - Math.min(...from)
  const width = span(
    monitors.map(({ area }) => area.x),
    monitors.map(({ area }) => area.x + area.width),
  )
  const height = span(
    monitors.map(({ area }) => area.y),
    monitors.map(({ area }) => area.y + area.height),
  )
  return [...each, offer({ kind: 'all-monitors' }, { name: '', width, height })]
}

function offer(target: Target, { name, ...size }: { name: string; width: number; height: number }): Offer {
  return {
    surface: { id: surfaceIdOf(target).slice(0, 100), name: name.slice(0, 200), kind: target.kind, ...size },
    target,
  }
}

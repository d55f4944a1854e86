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
 * What a viewer may choose from of what is allowed: each monitor, and all of them side by side where that was allowed and
 * there are several; each application.
 */
export function offersFor(allowed: readonly Target[], monitors: readonly Monitor[]): Offer[] {
  const all = allowed.some(({ kind }) => kind === 'all-monitors')
  const single = new Set(allowed.flatMap((target) => (target.kind === 'monitor' ? [target.monitorId] : [])))
  const each = monitors
    .filter(({ id }) => all || single.has(id))
    .map(({ id, name, area }) =>
      offer({ kind: 'monitor', monitorId: id }, { name, width: area.width, height: area.height }),
    )
  const applications = new Map(
    allowed.flatMap((target) => (target.kind === 'application' ? [[surfaceIdOf(target), target]] : [])),
  )
  const others = [...applications.values()].map((target) => offer(target, { name: '', width: 0, height: 0 }))
  return [...each, ...(all && monitors.length > 1 ? [offerOfAll(monitors)] : []), ...others]
}

function offerOfAll(monitors: readonly Monitor[]): Offer {
  const span = (from: number[], to: number[]): number => Math.max(...to) - Math.min(...from)
  const width = span(
    monitors.map(({ area }) => area.x),
    monitors.map(({ area }) => area.x + area.width),
  )
  const height = span(
    monitors.map(({ area }) => area.y),
    monitors.map(({ area }) => area.y + area.height),
  )
  return offer({ kind: 'all-monitors' }, { name: '', width, height })
}

function offer(target: Target, { name, ...size }: { name: string; width: number; height: number }): Offer {
  return {
    surface: { id: surfaceIdOf(target).slice(0, 100), name: name.slice(0, 200), kind: target.kind, ...size },
    target,
  }
}

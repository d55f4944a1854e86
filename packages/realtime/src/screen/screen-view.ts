import { sidesOf } from '@deskside/protocol'
import type { Capability, Device, Grant, Story, Surface } from '@deskside/protocol'
import type { PeerLink } from '../media/peer-link.ts'
import { UNKNOWN_QUALITY } from '../media/quality.ts'
import type { Quality } from '../media/quality.ts'
import type { LocalCapture } from './capture.ts'
import type { ProgramViews } from './program-views.ts'

export interface OutgoingPicture {
  readonly grantId: string
  readonly capability: Capability
  readonly stream: MediaStream
  readonly surface: Surface
}
export interface IncomingPicture {
  readonly grantId: string
  readonly capability: Capability
  readonly fromId: string
  /** Null while the two pages still connect. */
  readonly stream: MediaStream | null
  /** The Support Manager whose channels bring the picture instead of a stream; its link is in `links`. */
  readonly programDeviceId: string | null
  readonly quality: Quality
}
/** A Support Manager of the other side, as this page has it. */
export interface ProgramLink {
  readonly device: Device
  readonly views: ProgramViews
  readonly quality: Quality
}
export interface ScreenView {
  readonly outgoing: readonly OutgoingPicture[]
  readonly incoming: readonly IncomingPicture[]
  readonly links: readonly ProgramLink[]
}

interface ViewOf {
  /** The participant whose page it is. */
  readonly me: string
  readonly grants: readonly Grant[]
  /** What runs under which grant, as the story has it. */
  readonly running: Story['screen']
  readonly captures: ReadonlyMap<string, LocalCapture>
  readonly links: ReadonlyMap<string, PeerLink>
  readonly views: ReadonlyMap<string, ProgramViews>
}

/** What a page has of pictures now: its own captures under live grants, what it should see, and the programs it is linked to. */
export function screenView({ me, grants, running, captures, links, views }: ViewOf): ScreenView {
  const outgoing = [...captures].flatMap(([grantId, { stream, surface }]) => {
    const grant = grants.find(({ id }) => id === grantId)
    return grant ? [{ grantId, capability: grant.capability, stream, surface }] : []
  })
  const incoming = grants.flatMap((grant): IncomingPicture[] => {
    const { from, to } = sidesOf(grant)
    const shown = running[grant.id]
    if (to !== me || !shown) return []
    const link = links.get(shown.deviceId)
    const stream = (shown.streamId !== null && link?.stream(shown.streamId)) || null
    return [
      {
        grantId: grant.id,
        capability: grant.capability,
        fromId: from,
        stream,
        programDeviceId: shown.streamId === null ? shown.deviceId : null,
        quality: link?.quality ?? UNKNOWN_QUALITY,
      },
    ]
  })
  const programs = [...views].flatMap(([deviceId, views]): ProgramLink[] => {
    const link = links.get(deviceId)
    return link ? [{ device: link.remote, views, quality: link.quality }] : []
  })
  return { outgoing, incoming, links: programs }
}

/** Whether two views say the same, field by field of each picture. */
export function sameView(one: ScreenView, other: ScreenView): boolean {
  return same(one.outgoing, other.outgoing) && same(one.incoming, other.incoming) && same(one.links, other.links)
}

function same<T extends object>(a: readonly T[], b: readonly T[]): boolean {
  return (
    a.length === b.length &&
    a.every((item, index) => (Object.keys(item) as (keyof T)[]).every((key) => item[key] === b[index]?.[key]))
  )
}

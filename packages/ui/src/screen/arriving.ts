import type { IncomingPicture, ProgramLink } from '@deskside/realtime'

/** How a picture comes in: by a Support Manager's channels, in a stream of a browser, or not yet. */
export interface Arriving {
  readonly link: ProgramLink | undefined
  readonly stream: IncomingPicture | undefined
}

/** What has arrived of a picture. A Support Manager's is the better one, and the one that control works in. */
export function arriving(
  grantIds: readonly string[],
  { incoming, links }: { readonly incoming: readonly IncomingPicture[]; readonly links: readonly ProgramLink[] },
): Arriving {
  const here = incoming.filter(({ grantId }) => grantIds.includes(grantId))
  const native = here.find(({ programDeviceId }) => programDeviceId !== null)
  return {
    link: native && links.find(({ device }) => device.deviceId === native.programDeviceId),
    stream: native ?? here.find(({ stream }) => stream) ?? here[0],
  }
}

import type { Capability, Device, DeviceOutcome } from '@deskside/protocol'
import type { LinkChannels } from '@deskside/realtime'
import { ClipboardDesk } from '../clipboard/clipboard-desk.ts'
import type { Computer } from '../computer.ts'
import { STEADY_CLOCK } from '../control/clock.ts'
import { ControlDesk } from '../control/control-desk.ts'
import type { Approval } from '../consent/approvals.ts'
import { DeviceDesk } from '../device/device-desk.ts'
import type { DeviceDeskParts } from '../device/device-desk.ts'
import { devicePermits } from '../device/device-permits.ts'
import { PictureDesk } from '../screen/picture-desk.ts'
import type { Target } from '../screen/screen-port.ts'
import type { SupportSession } from './support-session.ts'

const CONTROL: readonly Capability[] = [
  'desktop.control',
  'application.control',
  'desktop.share-control',
  'application.share-control',
]

interface Parts {
  readonly remote: Device
  readonly channels: LinkChannels
  readonly session: SupportSession
  readonly computer: Computer
  readonly questionOpen: () => boolean
  /** The approvals of the device's kind that were used, by whatever page. */
  readonly used: Set<string>
  readonly device: Pick<DeviceDeskParts, 'restart' | 'elevate'>
  readonly reported: (capability: Capability | undefined, outcome: DeviceOutcome) => void
  readonly failed: (error: unknown) => void
  /** The channels are closed. */
  readonly closed: () => void
}

/** One page of the other side: its picture, its input and its clipboard, each under what was approved for whom it belongs to. */
export class PageDesk {
  readonly #parts: Parts
  readonly #picture: PictureDesk
  readonly #desks: readonly { close(): void }[]
  readonly #listeners = new Set<() => void>()
  #closed = false

  constructor(parts: Parts) {
    this.#parts = parts
    const { channels, computer, failed } = parts
    this.#picture = new PictureDesk({ channel: channels.picture, screen: computer.screen, failed })
    const onChange = (listener: () => void): (() => void) => {
      this.#listeners.add(listener)
      return () => this.#listeners.delete(listener)
    }
    const permits = (capability: Capability): boolean => this.#permit(capability) !== undefined
    const control = new ControlDesk({
      channel: channels.input,
      permit: { target: () => this.#controlled(), questionOpen: parts.questionOpen, onChange },
      input: computer.input,
      screen: computer.screen,
      area: () => this.#picture.area,
      clock: STEADY_CLOCK,
      failed,
    })
    const clipboard = new ClipboardDesk({
      channel: channels.clipboard,
      permit: { in: () => permits('clipboard.in'), out: () => permits('clipboard.out'), onChange },
      clipboard: computer.clipboard,
      failed,
    })
    const device = new DeviceDesk({
      ...parts.device,
      channel: channels.device,
      permits: devicePermits({ ...parts, participantId: parts.remote.participantId, onChange }),
      screens: () =>
        Promise.resolve(
          computer.screen.monitors().map(({ name, area: { width, height } }) => ({ name, width, height })),
        ),
      failed,
    })
    this.#desks = [control, clipboard, device, this.#picture]
    channels.picture.addEventListener('close', () => this.close())
    this.handleChange()
  }

  /** What is allowed, or what is asked, has changed. */
  handleChange(): void {
    if (this.#closed) return
    const { session } = this.#parts
    this.#picture.show(this.#pictures(), session.story?.session.displayMode ?? 'standard')
    for (const listener of this.#listeners) listener()
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    for (const desk of this.#desks) desk.close()
    this.#parts.closed()
  }

  #permit(capability: Capability): Approval | undefined {
    return this.#parts.session.approvals.permit(this.#parts.remote.participantId, capability)
  }

  /** The targets that this page may see, the one allowed last at the end. */
  #pictures(): readonly Target[] {
    const { session, remote } = this.#parts
    return session.approvals
      .live()
      .filter(({ grant, target }) => target && session.approvals.permit(remote.participantId, grant.capability))
      .toSorted((a, b) => a.grant.grantedAt - b.grant.grantedAt)
      .flatMap(({ target }) => target ?? [])
  }

  /** What this page may drive: what it is shown, where that was allowed. */
  #controlled(): Target | undefined {
    const { shown } = this.#picture
    if (!shown) return undefined
    const allowed = CONTROL.flatMap((capability) => this.#permit(capability)?.target ?? [])
    return allowed.some((target) => covers(target, shown)) ? shown : undefined
  }
}

/** Whether what is shown lies in what was allowed. */
function covers(allowed: Target, shown: Target): boolean {
  if (allowed.kind === 'application' || shown.kind === 'application')
    return (
      allowed.kind === 'application' && shown.kind === 'application' && allowed.applicationId === shown.applicationId
    )
  if (allowed.kind === 'all-monitors') return true
  return shown.kind === 'monitor' && shown.monitorId === allowed.monitorId
}

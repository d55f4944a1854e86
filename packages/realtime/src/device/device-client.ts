import { deviceNoticeSchema } from '@deskside/protocol'
import type { DeviceAsk, DeviceKind, DeviceNotice } from '@deskside/protocol'

/** The page's end of the channel `deskside.device`. */
export class DeviceClient {
  readonly #channel: RTCDataChannel
  readonly #hear: (notice: DeviceNotice) => void
  readonly #waiting: DeviceAsk[] = []

  /** `hear` gets what the Support Manager says, in order. */
  constructor(channel: RTCDataChannel, hear: (notice: DeviceNotice) => void) {
    this.#channel = channel
    this.#hear = hear
    channel.addEventListener('message', this.#read)
    channel.addEventListener('open', this.#open)
  }

  /** Says it now, or as soon as the channel is open; nobody hears it where that is closed. */
  say(ask: DeviceAsk): void {
    if (this.#channel.readyState === 'connecting') this.#waiting.push(ask)
    else if (this.#channel.readyState === 'open') this.#channel.send(JSON.stringify(ask))
  }

  close(): void {
    this.#channel.removeEventListener('message', this.#read)
    this.#channel.removeEventListener('open', this.#open)
  }

  readonly #open = (): void => {
    for (const ask of this.#waiting.splice(0)) this.say(ask)
  }

  readonly #read = ({ data }: MessageEvent): void => {
    const notice = parse(data)
    if (!notice) return
    this.#hear(notice)
    const what = lastWordOf(notice)
    if (what) this.say({ t: 'got', what })
  }
}

/** Which of the five is over with a notice (device R10). */
function lastWordOf(notice: DeviceNotice): DeviceKind | undefined {
  switch (notice.t) {
    case 'information':
      return 'information'
    case 'ended':
    case 'refused':
      return notice.what
    case 'elevated':
      return 'elevate'
    default:
      return undefined
  }
}

/** What a program of the other side says may be anything. */
function parse(data: unknown): DeviceNotice | undefined {
  if (typeof data !== 'string') return undefined
  try {
    return deviceNoticeSchema.safeParse(JSON.parse(data)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

import type { DisplayMode } from '@deskside/protocol'

/** How a browser's capture is sent in a display mode. */
interface Sending {
  /** What the encoder keeps when it cannot have both (W3C mst-content-hint). */
  readonly contentHint: 'detail' | 'motion'
  /** Bits a second at most. */
  readonly maxBitrate: number
  readonly maxFramerate: number
}

/**
 * Standard: text stays sharp while it moves; enough for 4K text, and the browser's own congestion control stays below it where
 * the network needs that. Screen Sampling: movement stays smooth on at most a quarter of that, softer while it moves (session R18).
 */
const SENDING: Readonly<Record<DisplayMode, Sending>> = {
  standard: {
    contentHint: 'detail',
    maxBitrate: 8_000_000,
    maxFramerate: 30,
  },
  sampling: {
    contentHint: 'motion',
    maxBitrate: 2_000_000,
    maxFramerate: 24,
  },
}

/** Puts the mode on a captured picture, which goes on meanwhile. */
export function hintCapture(stream: MediaStream, mode: DisplayMode): void {
  for (const video of stream.getVideoTracks()) video.contentHint = SENDING[mode].contentHint
}

/** Puts the mode on what sends a picture. A browser that takes none of it sends as it likes. */
export async function tuneSender(sender: RTCRtpSender, mode: DisplayMode): Promise<void> {
  const { maxBitrate, maxFramerate } = SENDING[mode]
  const parameters = sender.getParameters()
  for (const encoding of parameters.encodings) Object.assign(encoding, { maxBitrate, maxFramerate })
  // A picture made smaller on a poor line would leave no text readable, in either mode.
  Object.assign(parameters, { degradationPreference: 'maintain-resolution' })
  await sender.setParameters(parameters).catch((error: unknown) => {
    console.warn('This browser does not take the display mode.', error)
  })
}

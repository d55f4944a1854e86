import { surfacesFor } from '@deskside/protocol'
import type { Capability, Surface } from '@deskside/protocol'
import type { DisplayOptions, MediaPort } from '../media/port.ts'

/** A surface that somebody chose, not yet sent anywhere. */
export interface LocalCapture {
  readonly stream: MediaStream
  readonly surface: Surface
  readonly audio: boolean
  /** Ends it; for a choice that comes to nothing. */
  cancel(): void
}

export type CaptureFailure = Extract<CaptureResult, { readonly ok: false }>['why']
export type CaptureResult =
  | { readonly ok: true; readonly capture: LocalCapture }
  /** cancelled: the picker was closed. blocked: the system or a policy forbids it. */
  | { readonly ok: false; readonly why: 'cancelled' | 'blocked' | 'wrong-surface' | 'unsupported' | 'failed' }

/**
 * Asks the browser for a surface; must be called while a click is handled. A surface that the capability does not name is
 * ended at once (screen R2).
 */
export async function captureScreen(capability: Capability, media: MediaPort): Promise<CaptureResult> {
  if (!media.getDisplayMedia) return { ok: false, why: 'unsupported' }
  let stream: MediaStream
  try {
    stream = await media.getDisplayMedia(optionsFor(capability))
  } catch (error) {
    return { ok: false, why: whyNot(error) }
  }
  const cancel = (): void => stream.getTracks().forEach((track) => track.stop())
  const [video] = stream.getVideoTracks()
  const surface = video && surfaceOf(video, capability, media)
  if (!video || !surface || !surfacesFor(capability).includes(surface)) {
    cancel()
    return { ok: false, why: video ? 'wrong-surface' : 'failed' }
  }
  return { ok: true, capture: { stream, surface, audio: stream.getAudioTracks().length > 0, cancel } }
}

/** A picture of a whole screen may be a little off in size where the system scales by fractions, in pixels. */
const NEAR = 2

/**
 * What was chosen. Firefox does not say it (no `displaySurface` in getSettings): there a picture as large as the screen is
 * taken for one; and since a window shows less than the desktop that was allowed, any other choice serves a desktop, too.
 */
function surfaceOf(video: MediaStreamTrack, capability: Capability, { screenSize }: MediaPort): Surface {
  const { displaySurface, width = 0, height = 0 } = video.getSettings()
  if (displaySurface !== undefined) return displaySurface as Surface
  const whole = Math.abs(width - screenSize.width) <= NEAR && Math.abs(height - screenSize.height) <= NEAR
  return whole || capability.startsWith('desktop.') ? 'monitor' : 'window'
}

function optionsFor(capability: Capability): DisplayOptions {
  const desktop = surfacesFor(capability).includes('monitor')
  return {
    video: { displaySurface: desktop ? 'monitor' : 'window', frameRate: { max: 30 } },
    // The sound of the one tab that is chosen, where the browser offers it; never that of the whole computer.
    audio: !desktop,
    // Showing the page that shows the picture makes a hall of mirrors.
    selfBrowserSurface: 'exclude',
    surfaceSwitching: 'exclude',
    monitorTypeSurfaces: desktop ? 'include' : 'exclude',
    systemAudio: 'exclude',
  }
}

function whyNot(error: unknown): 'cancelled' | 'blocked' | 'unsupported' | 'failed' {
  const name = error instanceof Error ? error.name : ''
  const message = error instanceof Error ? error.message : ''
  if (name === 'NotAllowedError') return /system|policy|disallowed/i.test(message) ? 'blocked' : 'cancelled'
  if (name === 'AbortError') return 'cancelled'
  if (name === 'NotSupportedError') return 'unsupported'
  return name === 'NotReadableError' ? 'blocked' : 'failed'
}

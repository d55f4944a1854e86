/** What pictures need of the browser: the one boundary behind which tests may put something of their own. */
export interface MediaPort {
  createPeerConnection(configuration: RTCConfiguration): RTCPeerConnection
  /** Undefined where the browser cannot capture a screen, as on phones. */
  readonly getDisplayMedia: ((options: DisplayMediaStreamOptions) => Promise<MediaStream>) | undefined
  /** The screen that the page is on, in its own pixels. */
  readonly screenSize: { readonly width: number; readonly height: number }
}

/** Options that browsers know and the type library does not yet (Screen Capture, "extensions" of Chromium). */
export interface DisplayOptions extends DisplayMediaStreamOptions {
  readonly selfBrowserSurface?: 'include' | 'exclude'
  readonly surfaceSwitching?: 'include' | 'exclude'
  readonly monitorTypeSurfaces?: 'include' | 'exclude'
  readonly systemAudio?: 'include' | 'exclude'
}

export const browserMedia: MediaPort = {
  createPeerConnection: (configuration) => new RTCPeerConnection(configuration),
  get screenSize() {
    const { screen, devicePixelRatio } = globalThis
    return { width: screen.width * devicePixelRatio, height: screen.height * devicePixelRatio }
  },
  get getDisplayMedia() {
    const devices = globalThis.navigator?.mediaDevices
    return devices?.getDisplayMedia
      ? (options: DisplayMediaStreamOptions) => devices.getDisplayMedia(options)
      : undefined
  },
}

/** Whether this browser can show a screen, and whether this is a phone or tablet (where none can). */
export function screenCaptureSupport(): { readonly supported: boolean; readonly phone: boolean } {
  const { navigator, matchMedia } = globalThis
  const touchOnly = matchMedia?.('(hover: none) and (pointer: coarse)').matches ?? false
  const phone =
    /Android|iPhone|iPad|Mobile/.test(navigator?.userAgent ?? '') || (touchOnly && (navigator?.maxTouchPoints ?? 0) > 1)
  return { supported: browserMedia.getDisplayMedia !== undefined && !phone, phone }
}

import type { Capability } from '@deskside/protocol'
import type { CaptureFailure } from '@deskside/realtime'

/** What a customer reads when no picture came of their choice, and what to do. */
export function captureProblem(why: CaptureFailure, capability: Capability): string {
  const desktop = capability.startsWith('desktop.')
  switch (why) {
    case 'wrong-surface':
      return desktop
        ? 'That was one window, but a whole screen was asked for. Nothing was shown. Choose again, and take “Entire screen”.'
        : 'That was the whole screen, but one window or tab was asked for. Nothing was shown. Choose again, and take a window or a tab.'
    case 'cancelled':
      return 'Nothing was chosen, so nothing is shown. Press Allow to choose again, or Decline.'
    case 'blocked':
      return 'Your computer does not let the browser show the screen. Permit screen recording for the browser in the system settings, then try again.'
    case 'unsupported':
      return 'This browser cannot show its screen. Use a computer with a current Chrome, Edge, Firefox or Safari.'
    case 'failed':
      return 'The screen could not be shown. Try again, or choose another window.'
  }
}

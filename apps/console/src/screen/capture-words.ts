import type { Capability } from '@deskside/protocol'
import { screenCaptureSupport } from '@deskside/realtime'
import type { CaptureProblem } from './share-desk.ts'

/** Why nothing could be chosen, and what to do about it. */
export function captureWords(why: CaptureProblem, capability: Capability): string {
  switch (why) {
    case 'cancelled':
      return 'You chose nothing to show. Press the button to choose again.'
    case 'wrong-surface':
      return capability.startsWith('desktop.')
        ? 'That was a window or a tab. For the desktop choose a whole screen: press the button again.'
        : 'That was a whole screen. For an application choose one window or one tab: press the button again.'
    case 'blocked':
      return 'This browser may not capture the screen. Allow it in the browser’s settings for this site, or in the system’s privacy settings.'
    case 'unsupported':
      return screenCaptureSupport().phone
        ? 'Phones and tablets cannot show their screen. Use a computer.'
        : 'This browser cannot show its screen. Use a current Chrome, Edge, Firefox or Safari over https.'
    case 'failed':
      return 'The system could not capture that. Press the button to choose again.'
  }
}

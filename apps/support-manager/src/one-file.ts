// Where the one-file program starts. What the program is for is loaded only when it is wanted: the window's own process
// needs neither WebRTC nor the display.
import { runInternal } from './internal.ts'

if (!runInternal(process.argv.slice(2))) await import('./main.ts')

import { createCell } from '../platform/observable.ts'

/** Only the picture is shown, everything else is hidden. Not kept: a page begins with all that it has. */
export const focusMode = createCell(false)

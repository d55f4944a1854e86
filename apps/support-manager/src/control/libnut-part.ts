import { createRequire } from 'node:module'

/**
 * libnut's native part itself. Its package's own JavaScript asks on macOS for one more native part, which is not packed
 * anywhere, and complains on the console without it. The one-file program has another module in the place of this one.
 */
export function libnutPart(): unknown {
  return createRequire(import.meta.url)(`@nut-tree-fork/libnut-${process.platform}/build/Release/libnut.node`)
}

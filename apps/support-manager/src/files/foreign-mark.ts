import { writeFileSync } from 'node:fs'
import koffi from 'koffi'

interface ForeignMark {
  /** The server whose session the file came in, for instance "https://help.example". */
  readonly origin: string
}

/**
 * Marks a file as come from somewhere else, so that the system warns before it runs it: Mark of the Web on Windows
 * ([MS-FSCC] 5.6.1, zone 3), quarantine on macOS, the origin on Linux (freedesktop.org, "Common extended attributes"). @returns
 * whether the file carries it: not every file system can.
 */
export function markForeign(path: string, { origin }: ForeignMark): boolean {
  if (process.platform === 'win32') return markStream(path, origin)
  if (process.platform === 'darwin') {
    const seconds = Math.floor(Date.now() / 1_000).toString(16)
    const set = koffi
      .load('libSystem.B.dylib')
      .func(
        'int setxattr(const char *path, const char *name, const char *value, size_t size, uint32_t at, int options)',
      )
    const value = `0081;${seconds};Deskside;`
    return set(path, 'com.apple.quarantine', value, Buffer.byteLength(value), 0, 0) === 0
  }
  const set = koffi
    .load('libc.so.6')
    .func('int setxattr(const char *path, const char *name, const char *value, size_t size, int flags)')
  return set(path, 'user.xdg.origin.url', origin, Buffer.byteLength(origin), 0) === 0
}

function markStream(path: string, origin: string): boolean {
  try {
    writeFileSync(`${path}:Zone.Identifier`, `[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=${origin}\r\n`)
    return true
  } catch (error) {
    // FAT and network drives have no streams.
    if (error instanceof Error && 'code' in error) return false
    throw error
  }
}

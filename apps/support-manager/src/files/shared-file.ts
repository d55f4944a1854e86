import { constants, lstatSync, realpathSync } from 'node:fs'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join, sep } from 'node:path'

/** The path leads somewhere that is not shared, or nowhere. One word for all of it: who asks learns nothing of what is there. */
export class NotShared extends Error {
  constructor() {
    super('There is no such file in the shared folder.')
  }
}

/**
 * Opens a file of a shared folder for reading, by a path with "/" that somebody else wrote. Outside the folder, by a link of
 * any kind, as a network path or as a stream of a file nothing is opened, also where names are swapped meanwhile: what was
 * opened is looked at, not what its name means (THREATS G6). @throws NotShared
 */
export async function openShared(root: string, requested: string): Promise<FileHandle> {
  const parts = partsOf(requested)
  const folder = realpathSync(root)
  const path = join(folder, ...parts)
  let file: FileHandle | undefined
  try {
    refuseLinks(folder, parts)
    // Not to wait for a pipe's other end; whether it is a file is seen below.
    file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
    const [opened, named] = [await file.stat({ bigint: true }), lstatSync(path, { bigint: true })]
    const same = opened.dev === named.dev && opened.ino === named.ino
    if (!opened.isFile() || !same || placeOf(file, path) !== path) throw new NotShared()
    return file
  } catch (error) {
    await file?.close()
    if (error instanceof Error && 'code' in error) throw new NotShared()
    throw error
  }
}

/** Names one below the other, each plain on every system. @throws NotShared for anything else. */
function partsOf(requested: string): string[] {
  const parts = requested.split('/')
  // A backslash or a colon means a folder, a drive or a stream on Windows, and U+0000 the end of a path.
  const plain = (part: string): boolean =>
    part !== '' && part !== '.' && part !== '..' && !/[\\:\0]/.test(part) && !/[. ]$/.test(part)
  if (requested.length > 4_096 || !parts.every(plain)) throw new NotShared()
  return parts
}

/** Links and junctions on the way, for systems that cannot say where an open file lies. */
function refuseLinks(folder: string, parts: readonly string[]): void {
  let path = folder
  for (const part of parts) {
    path = join(path, part)
    if (lstatSync(path).isSymbolicLink()) throw new NotShared()
  }
  if (!realpathSync.native(path).startsWith(folder.endsWith(sep) ? folder : folder + sep)) throw new NotShared()
}

/** Where the open file really lies: Linux says it by the number of what is open, others by the name. */
function placeOf(file: FileHandle, path: string): string {
  return process.platform === 'linux' ? realpathSync.native(`/proc/self/fd/${file.fd}`) : realpathSync.native(path)
}

import { randomBytes } from 'node:crypto'
import { constants, lstatSync, realpathSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { markForeign } from './foreign-mark.ts'
import { harmlessName, numbered } from './received-name.ts'

/** What to do where a file of that name is there already. Asked, never guessed (THREATS G5). */
export type Taken = 'keep-both' | 'replace' | 'refuse'

export interface Receiving {
  /** The folder that the person chose. */
  readonly folder: string
  /** What the other side calls the file. */
  readonly offeredName: string
  /** The server whose session it comes in. */
  readonly origin: string
  /** Bytes that were agreed on; more is refused. */
  readonly size: number
  /** Asks the person. */
  readonly whenTaken: (name: string) => Promise<Taken>
}

/** A file on its way into a folder. It has its name only when it is whole. */
export class ReceivedFile {
  readonly #receiving: Receiving
  readonly #part: string
  readonly #folder: string
  readonly #file: FileHandle
  #written = 0

  private constructor(
    receiving: Receiving,
    { folder, part, file }: { folder: string; part: string; file: FileHandle },
  ) {
    this.#receiving = receiving
    this.#folder = folder
    this.#part = part
    this.#file = file
  }

  /** @throws where the folder is none, or nothing can be written there. */
  static async begin(receiving: Receiving): Promise<ReceivedFile> {
    const folder = realpathSync(receiving.folder)
    const part = join(folder, `.deskside-${randomBytes(8).toString('hex')}.part`)
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
    return new ReceivedFile(receiving, { folder, part, file: await open(part, flags, 0o600) })
  }

  /** @throws when more comes than was agreed on; nothing of the file stays. */
  async write(bytes: Uint8Array): Promise<void> {
    this.#written += bytes.length
    if (this.#written > this.#receiving.size) {
      await this.cancel()
      throw new Error('More came than was said.')
    }
    await this.#file.writeFile(bytes)
  }

  /** All of it is there. @returns the name that it got; undefined where the person wants none of it. */
  async finish(): Promise<string | undefined> {
    const { offeredName, origin, whenTaken } = this.#receiving
    await this.#file.sync()
    await this.#file.close()
    // Before it has its name: nobody opens it without the mark.
    markForeign(this.#part, { origin })
    const name = harmlessName(offeredName)
    if (await this.#name(name)) return name
    const wish = await whenTaken(name)
    if (wish === 'replace' && this.#isFile(name)) {
      // The name itself is replaced; where a link with that name leads stays as it was.
      await rename(this.#part, join(this.#folder, name))
      return name
    }
    if (wish !== 'refuse') {
      for (let number = 2; number < 1_000; number += 1)
        if (await this.#name(numbered(name, number))) return numbered(name, number)
    }
    await rm(this.#part, { force: true })
    return undefined
  }

  /** Leaves nothing behind (THREATS C13). */
  async cancel(): Promise<void> {
    await this.#file.close()
    await rm(this.#part, { force: true })
  }

  /** Gives it a name that nobody has. @returns whether that was so: link(2) never replaces. */
  async #name(name: string): Promise<boolean> {
    const path = join(this.#folder, name)
    try {
      await link(this.#part, path)
      await rm(this.#part)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      // FAT, as on most USB sticks, has no second names: there the name is taken first, then filled.
      if (!['EPERM', 'ENOTSUP', 'ENOSYS', 'EOPNOTSUPP'].includes(codeOf(error))) throw error
      return this.#takeName(path)
    }
    return true
  }

  async #takeName(path: string): Promise<boolean> {
    try {
      await (await open(path, 'wx', 0o600)).close()
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    }
    await rename(this.#part, path)
    return true
  }

  #isFile(name: string): boolean {
    const found = lstatSync(join(this.#folder, name), { throwIfNoEntry: false })
    return found === undefined || found.isFile() || found.isSymbolicLink()
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

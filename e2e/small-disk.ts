import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeSync, openSync, closeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A real file system of a few megabytes, in memory, that a test can fill to the last byte. Mounting needs root, or a sudo that asks nothing. */
export class SmallDisk {
  readonly folder: string
  readonly #root: readonly string[] = process.getuid?.() === 0 ? [] : ['sudo', '-n']

  constructor(megabytes: number) {
    this.folder = mkdtempSync(join(tmpdir(), 'deskside-disk-'))
    this.#run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0777`, 'deskside-test', this.folder)
    chmodSync(this.folder, 0o755)
  }

  fill(): void {
    const file = openSync(join(this.folder, 'filler'), 'a')
    try {
      for (const size of [65_536, 4_096, 1]) this.#writeUntilFull(file, Buffer.alloc(size))
    } finally {
      closeSync(file)
    }
  }

  empty(): void {
    rmSync(join(this.folder, 'filler'), { force: true })
  }

  close(): void {
    this.#run('umount', this.folder)
    rmSync(this.folder, { recursive: true, force: true })
  }

  #writeUntilFull(file: number, piece: Buffer): void {
    try {
      for (;;) writeSync(file, piece)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
    }
  }

  #run(...command: readonly string[]): void {
    const [program = '', ...args] = [...this.#root, ...command]
    execFileSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  }
}

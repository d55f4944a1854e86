import { closeSync, ftruncateSync, openSync, unlinkSync } from 'node:fs'
import koffi from 'koffi'

/** Shared memory as the package x11 asks for it: a piece without a name, mapped here and in the display's server. */
interface SharedPiece {
  readonly size: number
  readonly fd: number
  readonly address: unknown
  readonly buffer: Buffer
}

const READ_AND_WRITE = 0x1 | 0x2
const SHARED = 0x1

let made = 0

/** Maps MIT-SHM segments into this process, so that pictures are read where the server wrote them. */
export function sharedMemory(): unknown {
  const libc = koffi.load('libc.so.6')
  const mmap = libc.func('void *mmap(void *address, size_t size, int protection, int flags, int fd, int64_t offset)')
  const munmap = libc.func('int munmap(void *address, size_t size)')
  return {
    flavor: 'fd',
    zeroCopy: true,
    create(size: number): SharedPiece {
      made += 1
      const path = `/dev/shm/deskside-${process.pid}-${made}`
      const fd = openSync(path, 'wx+', 0o600)
      // Without a name it goes when the last of the two lets go, however they end.
      unlinkSync(path)
      ftruncateSync(fd, size)
      const address: unknown = mmap(null, size, READ_AND_WRITE, SHARED, fd, 0)
      return { size, fd, address, buffer: Buffer.from(koffi.view(address, size)) }
    },
    commit: () => undefined,
    sync: () => undefined,
    /** Nobody may hold `buffer` after this: reading it would end the program. */
    destroy(piece: SharedPiece): void {
      munmap(piece.address, piece.size)
      closeSync(piece.fd)
    },
  }
}

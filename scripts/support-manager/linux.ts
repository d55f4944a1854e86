import { spawn } from 'node:child_process'
import { ADDRESS_SLOT_BYTES } from '@deskside/protocol'
import type { Packed, Packing } from './packing.ts'
import { slotOffset } from './executable.ts'
import { gzipAround } from './gzip-members.ts'
import { TAR_HEADER_BYTES, tarOf } from './tar.ts'

/** The program's name in its archive. */
const NAME = 'Support-Manager'

/**
 * An archive, because browsers take away from what they download the right to be run. With an address inside it is pressed
 * as small as it goes; without one so that the server can put its own in.
 */
export async function packLinux(program: Buffer, { origin, platform }: Packing): Promise<Packed> {
  const tar = tarOf(NAME, program)
  if (origin !== undefined) return { file: `Support-Manager-${platform}.tar.xz`, bytes: await xz(tar), slot: undefined }
  const at = TAR_HEADER_BYTES + slotOffset(program)
  const { bytes, ...slot } = await gzipAround(tar, { at, length: ADDRESS_SLOT_BYTES }, 1)
  return { file: `Support-Manager-${platform}.tar.gz`, bytes, slot }
}

/** On one thread: with more the result would depend on how many there are. */
function xz(bytes: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn('xz', ['-9', '--threads=1', '--stdout'], { stdio: ['pipe', 'pipe', 'inherit'] })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.on('error', (cause) => reject(new Error('Pressing the archive needs the program xz.', { cause })))
    child.on('close', (code) =>
      code === 0 ? resolve(Buffer.concat(parts)) : reject(new Error(`xz ended with ${code}.`)),
    )
    child.stdin.end(bytes)
  })
}
